import { AccessRequests } from "@incident-teams/api/teams/AccessRequestView"
import { Effect } from "effect"
import { agoOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { table } from "../output/table.ts"
import { connected } from "../serverMeant.ts"

export const list = action("list", {
  does: "Lists who waits to be let into a team: everybody for whoever decides, oneself otherwise.",
  takes: { team: teamArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams access list 1042" }],
  answers: AccessRequests,
  run: Effect.fnUntraced(function* ({ team, workspace }) {
    const client = yield* connected
    const { id: teamId } = yield* teamMeant(client, team, workspace)
    return yield* client.teams.accessRequests({ params: { teamId } })
  }),
  show: ({ items }, { width, now }) =>
    items.length === 0
      ? ["Nobody waits."]
      : table(
          [
            { title: "WHO", cell: ({ person }) => person.name },
            { title: "ASKED", align: "right", cell: ({ askedAt }) => agoOf(askedAt, now) },
            { title: "WHY", cell: ({ reason }) => reason, shrinks: true },
            { title: "REQUEST", cell: ({ id }) => id, goes: 1 }
          ],
          items,
          width
        )
})
