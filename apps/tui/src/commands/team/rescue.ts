import type { OperationView } from "@incident-teams/api/operations/OperationView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { idempotencyHeader, keyFlag } from "../changeFlags.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { awaitOperation, OperationOrTeam, operationOrTeamLines } from "./OperationOrTeam.ts"

interface TeamRequest {
  readonly params: { readonly teamId: TeamView["id"] }
  readonly headers: { readonly "idempotency-key": string }
}

/** A command that names a team and says all by its name. */
export const onTeam = <E>(
  name: "retry" | "restore" | "remake" | "archive-now" | "keep-open",
  does: string,
  send: (teams: Client["teams"], request: TeamRequest) => Effect.Effect<{ readonly body: OperationView }, E>
) =>
  action(name, {
    does,
    takes: { team: teamArgument, key: keyFlag, workspace: workspaceFlag, ...waitFlags },
    examples: [{ command: `incident-teams team ${name} 1042 --wait` }],
    answers: OperationOrTeam,
    run: Effect.fnUntraced(function* ({ team, key, workspace, ...waiting }) {
      const client = yield* connect
      const { id: teamId } = yield* resolveTeam(client, team, workspace)
      const { body } = yield* send(client.teams, { params: { teamId }, headers: yield* idempotencyHeader(key) })
      return yield* awaitOperation(client, body, waiting)
    }),
    show: operationOrTeamLines
  })

export const retry = onTeam("retry", "Retry everything that is blocked, waiting or refused.", (teams, request) =>
  teams.retry(request)
)

export const restore = onTeam(
  "restore",
  "Restore a team that was deleted in Teams, with its conversations. Possible for 30 days.",
  (teams, request) => teams.restore(request)
)

export const remake = onTeam(
  "remake",
  "Create a new team in place of one that was deleted in Teams.",
  (teams, request) => teams.remake(request)
)
