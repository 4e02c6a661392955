import { OperationView } from "@incident-teams/api/operations/OperationView"
import { withHeaders } from "@incident-teams/api/withHeaders"
import type { Changed } from "@incident-teams/application/changes/decideAndCommit"
import type { Warning } from "@incident-teams/application/changes/RequestKey"
import type { CreatedTeam } from "@incident-teams/application/use-cases/createTeam"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Schema } from "effect"
import { currentOperation, pollSeconds } from "../views/operationView.ts"

const Kept = Schema.fromJsonString(OperationView)
const encode = Schema.encodeSync(Kept)

/** How an accepted change is kept for its Idempotency-Key. */
export const keptAnswer = (team: Team, warnings: ReadonlyArray<Warning>): string => encode(withWarnings(team, warnings))

const withWarnings = (team: Team, warnings: ReadonlyArray<Warning>): OperationView => ({
  ...currentOperation(team),
  ...(warnings.length === 0 ? {} : { warnings })
})

/** The 202 of a change: the operation that brings it about, or the answer that the same request got before. */
export const accepted = Effect.fnUntraced(function* (changed: Changed | CreatedTeam) {
  const operation =
    changed._tag === "Replayed"
      ? yield* Effect.orDie(Schema.decodeEffect(Kept)(changed.answer))
      : withWarnings(changed.stored.team, changed.warnings)
  return withHeaders(operation, {
    "operation-location": `/v1/operations/${operation.id}`,
    location: `/v1/teams/${operation.teamId}`,
    "retry-after": pollSeconds
  })
})
