import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { type TeamAction, whyNotTeamAction } from "@incident-teams/api/words/teamActions"
import { first, type Refusal, whyNotChangeIncident } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { ask, newName, step } from "../console/Step.ts"
import type { Binding } from "../keys/Binding.ts"
import type { Request } from "../requests/Request.ts"
import { confirm, type Confirming } from "../screens/dialogs/Confirming.tsx"
import type { Action } from "./Action.ts"
import { noTeam, notChangeable } from "./teamRefusals.ts"

/** Only the whole team tells whether there is something to retry: until it was read, there may be. */
const doesntApply = (action: TeamAction, { known }: State, { team }: IncidentView): Refusal => {
  const read = team && known.teams.get(team.id)?.value
  if (team === undefined || (action === "retry" && read === undefined)) return undefined
  // The pane says so, of the team as it was read: the summary may have come with an incident that was read before.
  if (action === "retry" && read !== undefined && whyNotTeamAction(action, read) === undefined) return undefined
  // The incident's own summary may be newer, also about what it doesn't have any more.
  const { archivesAt: _, keptOpen: __, blocked: ___, ...more } = read ?? team
  return whyNotTeamAction(action, { ...more, ...team })
}

interface OnTeam extends Pick<Binding, "keys" | "does" | "word"> {
  readonly sends: "ArchiveNow" | "KeepOpen" | "RetryTeam" | "RestoreTeam" | "RecreateTeam"
  readonly may?: (state: State, incident: IncidentView) => Refusal
  /** What is asked before. */
  readonly confirms?: (incident: IncidentView) => Pick<Confirming, "title" | "words" | "does">
}

/** A change that needs nothing but the team. */
const onTeam =
  (action: TeamAction, { sends, may = notChangeable, confirms, ...words }: OnTeam): Action =>
  (state, incident) => {
    const { name: idempotencyKey, state: named } = newName(state)
    const request: Request | undefined = incident.team && { _tag: sends, teamId: incident.team.id, idempotencyKey }
    return {
      ...words,
      group: "Team",
      changes: true,
      refusal: first(noTeam(state, incident), doesntApply(action, state, incident), may(state, incident)),
      request,
      press: () => {
        if (request === undefined) return step(state)
        return confirms === undefined ? ask(named, request) : confirm(named, { ...confirms(incident), request })
      }
    }
  }

export const archiveNow = onTeam("archiveNow", {
  sends: "ArchiveNow",
  keys: ["C"],
  does: "archive the team of a closed incident now",
  word: "archive now",
  may: whyNotChangeIncident
})

export const keepOpen = onTeam("keepOpen", {
  sends: "KeepOpen",
  keys: ["K"],
  does: "keep the team of a closed incident open",
  word: "keep open",
  may: whyNotChangeIncident
})

export const retryTeam = onTeam("retry", {
  sends: "RetryTeam",
  keys: ["t"],
  does: "retry everything that is blocked, delayed or refused",
  word: "retry"
})

export const restoreTeam = onTeam("restore", {
  sends: "RestoreTeam",
  keys: ["R"],
  does: "restore a team that was deleted in Teams",
  word: "restore"
})

export const recreateTeam = onTeam("recreate", {
  sends: "RecreateTeam",
  keys: ["M"],
  does: "recreate a team that was deleted in Teams",
  word: "recreate",
  confirms: ({ number }) => ({
    title: "Recreate the team",
    words: [
      `The team of incident ${number} was deleted in Teams.`,
      "A new team is created in its place, with the same people but without the conversations of the deleted team. To keep those, restore the deleted team instead (R, within 30 days)."
    ],
    does: "recreate the team"
  })
})
