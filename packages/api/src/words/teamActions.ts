import type { TeamView } from "../teams/TeamView.ts"
import { keptOpenText } from "./closing.ts"
import { type TeamInTrouble, teamTroubles } from "./troubles.ts"

/** What a person can do with a team as a whole: its name, and what it does. */
export const teamActions = {
  retry: { title: "Retry", sentence: "Everything that is blocked, delayed or refused is tried again at once." },
  restore: {
    title: "Restore team",
    sentence: "The deleted team is restored with its conversations. Teams keeps deleted teams for 30 days."
  },
  recreate: {
    title: "Recreate team",
    sentence: "A new team takes the place of the deleted one, with the same people but without the conversations."
  },
  archiveNow: { title: "Archive now", sentence: "The team is archived at once, without waiting any longer." },
  keepOpen: { title: "Keep open", sentence: keptOpenText }
} as const
export type TeamAction = keyof typeof teamActions

type Actionable = TeamInTrouble & Partial<Pick<TeamView, "mergedInto">>

/** Which of them apply to a team as it is. */
export const teamActionsOf = (team: Actionable): ReadonlyArray<TeamAction> => {
  const helpful = new Set(teamTroubles(team).flatMap(({ actions }) => actions))
  const rescues = (["retry", "restore", "recreate"] as const).filter((action) => helpful.has(action))
  if (team.keptOpen !== undefined) return [...rescues, "archiveNow"]
  if (team.archivesAt === undefined) return rescues
  return team.mergedInto === undefined ? [...rescues, "archiveNow", "keepOpen"] : [...rescues, "archiveNow"]
}

/** Why an action doesn't apply to a team as it is; undefined where it applies. */
export const whyNotTeamAction = (action: TeamAction, team: Actionable): string | undefined =>
  teamActionsOf(team).includes(action) ? undefined : reasons[action](team)

/** Why a team whose incidents are all closed stays open: it isn't known yet which incident continues a merged one. */
const whileSearching = ({ incidents = [] }: Actionable): string | undefined => {
  if (incidents.some(({ closed, gone }) => !closed && !gone)) return undefined
  const merged = incidents.find(({ merge }) => merge?.status === "searching")
  return (
    merged &&
    `Incident ${merged.number} was merged by Microsoft Defender. The team stays open until it is known which incident continues it.`
  )
}

const reasons: Readonly<Record<TeamAction, (team: Actionable) => string>> = {
  retry: () => "There is nothing to retry: nothing is blocked, delayed or refused.",
  restore: ({ phase }) =>
    phase === "lost" ? "The team is already being restored." : "Only a team that was deleted in Teams can be restored.",
  recreate: () => "Only a team that was deleted in Teams can be recreated.",
  archiveNow: (team) => {
    const { desiredState, incident, incidents = [incident] } = team
    if (desiredState === "archived") return "The team is already archived, or about to be."
    const open = incidents.find(({ closed, gone }) => !closed && !gone)
    return open === undefined
      ? (whileSearching(team) ?? "Another incident of the team isn't closed yet.")
      : `Incident ${open.number} is open. To archive the team, close the incident.`
  },
  keepOpen: (team) => {
    const { desiredState, keptOpen, mergedInto } = team
    if (keptOpen !== undefined) return "Someone already keeps the team open."
    if (mergedInto !== undefined)
      return `The team was merged into the team ${mergedInto.name}, which continues with its incidents.`
    return desiredState === "open"
      ? (whileSearching(team) ?? "The team stays open as long as one of its incidents is open.")
      : "The team is archived, or about to be. To open it again, reopen its incident."
  }
}
