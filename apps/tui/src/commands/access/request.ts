import { AccessAsked } from "@incident-teams/api/teams/AccessRequestView"
import { AskAccessBody } from "@incident-teams/api/teams/TeamBodies"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { keyFlag, named } from "../changing.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"

export const request = action("request", {
  does: "Asks to be let into a team. One of its owners decides.",
  takes: {
    team: teamArgument,
    reason: Flag.String("reason").pipe(
      Flag.withSchema(AskAccessBody.fields.reason),
      Flag.withMetavar("<text>"),
      Flag.withDescription("Why; whoever decides reads it.")
    ),
    key: keyFlag,
    workspace: workspaceFlag
  },
  examples: [{ command: 'incident-teams access request 1042 --reason "I run the mail gateway"' }],
  answers: AccessAsked,
  run: Effect.fnUntraced(function* ({ team, reason, key, workspace }) {
    const client = yield* connected
    const { id: teamId } = yield* teamMeant(client, team, workspace)
    return yield* client.teams.askAccess({ params: { teamId }, headers: yield* named(key), payload: { reason } })
  }),
  show: ({ status, request: asked }) => [
    status === "approved" ? "You are let in." : `Asked. The request is ${asked?.id ?? "waiting"}; an owner decides.`
  ]
})
