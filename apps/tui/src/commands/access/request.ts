import { AccessAsked } from "@incident-teams/api/teams/AccessRequestView"
import { AskAccessBody } from "@incident-teams/api/teams/TeamBodies"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { idempotencyHeader, keyFlag } from "../changeFlags.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

export const request = action("request", {
  does: "Request access to a team. Someone who may add people decides; if you may add people, you join at once.",
  takes: {
    team: teamArgument,
    reason: Flag.String("reason").pipe(
      Flag.withSchema(AskAccessBody.fields.reason),
      Flag.withMetavar("<text>"),
      Flag.withDescription("Why you need access. It is shown to the people who decide.")
    ),
    key: keyFlag,
    workspace: workspaceFlag
  },
  examples: [{ command: 'incident-teams access request 1042 --reason "I run the mail gateway"' }],
  answers: AccessAsked,
  run: Effect.fnUntraced(function* ({ team, reason, key, workspace }) {
    const client = yield* connect
    const { id: teamId } = yield* resolveTeam(client, team, workspace)
    const { body } = yield* client.teams.askAccess({
      params: { teamId },
      headers: yield* idempotencyHeader(key),
      payload: { reason }
    })
    return body
  }),
  show: ({ status, request: pending }) => [
    status === "approved"
      ? "You are being added to the team."
      : `Access requested. An owner of the team, or someone else who may add people, decides.${pending === undefined ? "" : ` Request: ${pending.id}`}`
  ]
})
