import { AccessRequests, type AccessView } from "@incident-teams/api/teams/AccessRequestView"
import { Effect } from "effect"
import { agoOf } from "../../look/agoOf.ts"
import { denialWords } from "../../look/denialWords.ts"
import { action } from "../action.ts"
import { table } from "../output/table.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

/** What happened to the caller's own request, and how they get in. */
const ownAccessLines = ({ wayIn, denied }: AccessView, now: number): ReadonlyArray<string> => [
  ...(denied === undefined ? [] : [denialWords(denied, now)]),
  ...(wayIn === "join" ? ["You can join this team: incident-teams team join <team>"] : [])
]

export const list = action("list", {
  does: "List a team's pending access requests: all of them if you may decide on them, otherwise your own.",
  takes: { team: teamArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams access list 1042" }],
  answers: AccessRequests,
  run: Effect.fnUntraced(function* ({ team, workspace }) {
    const client = yield* connect
    const { id: teamId } = yield* resolveTeam(client, team, workspace)
    return yield* client.teams.accessRequests({ params: { teamId } })
  }),
  show: ({ items, you }, { width, now }) => [
    ...ownAccessLines(you, now),
    ...(items.length === 0
      ? ["No pending access requests."]
      : table(
          [
            { title: "NAME", cell: ({ person }) => person.name },
            { title: "REQUESTED", align: "right", cell: ({ askedAt }) => agoOf(askedAt, now) },
            { title: "REASON", cell: ({ reason }) => reason, shrinks: true },
            { title: "REQUEST", cell: ({ id }) => id, goes: 1 }
          ],
          items,
          width
        ))
  ]
})
