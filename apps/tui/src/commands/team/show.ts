import { TeamView } from "@incident-teams/api/teams/TeamView"
import { incidentName, servedNote, servedText } from "@incident-teams/api/words/served"
import { choreName, chores, choreStatus, groupStatus, memberWords, phaseWord } from "@incident-teams/api/words/team"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { Effect } from "effect"
import { momentOf } from "../../look/agoOf.ts"
import { stillOpenText } from "../../look/stillOpenText.ts"
import { action } from "../action.ts"
import type { Screen } from "../output/Screen.ts"
import { type Entry, sheet } from "../output/sheet.ts"
import { table } from "../output/table.ts"
import { troubleEntries } from "../output/troubleEntries.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

const statusOf = ({ phase, desiredState, blocked }: TeamView): string => {
  if (blocked !== undefined) return `${phaseWord(phase)}, blocked`
  if (phase === "open" && desiredState === "archived") return `${phaseWord(phase)}, archiving starts soon`
  if (phase === "archived" && desiredState === "open") return `${phaseWord(phase)}, reopening starts soon`
  return phaseWord(phase)
}

/** The chores that are pending or done; refused ones are among the troubles. */
const choreEntries = (team: TeamView): ReadonlyArray<Entry> =>
  chores.flatMap((chore) => {
    const task = team[chore]
    return task.status === "pending" || task.status === "done"
      ? [[choreName(chore), choreStatus(chore, task)] as const]
      : []
  })

/** The lead by itself, then the others. */
const incidentEntries = ({ incidents: [lead, ...others], mergedInto }: TeamView): ReadonlyArray<Entry> => [
  [others.length === 0 ? "Incident" : "Lead incident", lead && incidentName(lead)],
  ["", lead && servedNote(lead)],
  ["Other incidents", others.map(servedText).join("\n")],
  ["Merged into", mergedInto && `The team "${mergedInto.name}" continues with the incidents of this one.`],
  ["", mergedInto?.teamId]
]

/** A team with its people, for people. */
export const teamSheet = (team: TeamView, { width }: Screen): ReadonlyArray<string> => [
  ...sheet(
    [
      ["Team", team.name],
      ...incidentEntries(team),
      ["Status", statusOf(team)],
      ["Since", momentOf(team.since)],
      ["", stillOpenText(team)],
      ["Link", team.link],
      ...troubleEntries(teamTroubles(team), team.incident.number),
      ["Description", team.description],
      ...choreEntries(team),
      ["Groups", team.groups.map((group) => `${group.name}: ${groupStatus(group)}`).join("\n")],
      ["Access requests", team.accessRequestsWaiting === 0 ? undefined : `${team.accessRequestsWaiting} pending`],
      ["Id", team.id]
    ],
    width
  ),
  ...(team.people.length === 0
    ? []
    : [
        "",
        ...table(
          [
            { title: "NAME", cell: ({ name }) => name },
            { title: "STATUS", cell: (member) => memberWords(member).status },
            { title: "NOTE", cell: (member) => memberWords(member).note ?? "", shrinks: true, goes: 1 }
          ],
          team.people,
          width
        )
      ])
]

export const show = action("show", {
  does: "Show a team: its status, its link, its people, and everything that went wrong.",
  takes: { team: teamArgument, workspace: workspaceFlag },
  examples: [
    { command: "incident-teams team show 1042" },
    { command: "incident-teams team show 1042 --json | jq -r .link", description: "The team's link" }
  ],
  answers: TeamView,
  run: Effect.fnUntraced(function* ({ team, workspace }) {
    return yield* resolveTeam(yield* connect, team, workspace)
  }),
  show: teamSheet
})
