import { Effect } from "effect"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canDecideAccess } from "@incident-teams/domain/permissions/Permissions"
import { changeTeam, type IdempotentRequest, loadTeam } from "../decideAndCommit.ts"
import { Deployment } from "../Deployment.ts"
import type { Session } from "../ports/Session.ts"
import { actorOf, standingIn } from "./standing.ts"

export interface DecideAccess {
  readonly request: string
  readonly approve: boolean
  readonly reason?: string
  readonly idempotent?: IdempotentRequest
}

/** Lets somebody in, or not. The team's owners decide; standby owners where none is left. */
export const decideAccess = Effect.fn("decideAccess")(function* (session: Session, id: TeamId, decision: DecideAccess) {
  const stored = yield* loadTeam(id)
  yield* Effect.fromResult(
    canDecideAccess({
      caller: session.caller,
      standing: yield* standingIn(session, stored),
      owners: stored.team.ownersSeen,
      standbyOwners: (yield* Deployment).standbyOwners
    })
  )
  return yield* changeTeam(
    id,
    (_, at) => ({
      _tag: "DecideAccess",
      request: decision.request,
      approve: decision.approve,
      ...(decision.reason === undefined ? {} : { reason: decision.reason }),
      by: actorOf(session),
      at
    }),
    decision.idempotent
  )
})
