import { OperationView } from "@incident-teams/api/operations/OperationView"
import { withHeaders } from "@incident-teams/api/withHeaders"
import type { Changed } from "@incident-teams/application/changes/decideAndCommit"
import type { Accepted } from "@incident-teams/application/changes/RequestKey"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import type { CreatedTeam } from "@incident-teams/application/use-cases/createTeam"
import { operationState } from "@incident-teams/domain/team/operationState"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Schema } from "effect"
import { operationView, pollSeconds } from "../views/operationView.ts"

const Kept = Schema.fromJsonString(OperationView)
const encode = Schema.encodeSync(Kept)

/** How an accepted change is kept for its Idempotency-Key. */
export const keptAnswer = (team: Team, accepted: Accepted): string => encode(operationOf(team, accepted))

const operationOf = (team: Team, { operationNumber: number, warnings }: Accepted): OperationView => ({
  ...operationView(team, { number }, operationState(team, number) ?? { _tag: "Running" }),
  ...(warnings.length === 0 ? {} : { warnings })
})

/** Marks a response that was given before. */
export const replayedIf = (replayed: boolean) => (replayed ? { "idempotency-replayed": true } : {})

/** The 202 of a change: its operation, or the answer that the same request got before. */
export const accepted = Effect.fnUntraced(function* (changed: Changed | CreatedTeam) {
  const operation =
    changed._tag === "Replayed"
      ? yield* Effect.orDie(Schema.decodeEffect(Kept)(changed.answer))
      : operationOf(changed.stored.team, changed)
  const { publicUrl } = yield* Deployment
  return withHeaders(operation, {
    "operation-location": `${publicUrl}/v1/operations/${operation.id}`,
    location: `${publicUrl}/v1/teams/${operation.teamId}`,
    ...replayedIf(changed._tag === "Replayed"),
    "retry-after": pollSeconds
  })
})
