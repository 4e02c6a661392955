import { defined } from "@incident-teams/domain/defined"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { changeTeam, loadTeam } from "../changes/decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { actorOf, mayDecideAccess } from "./standing.ts"

export interface DecideAccess {
  readonly request: string
  readonly approve: boolean
  readonly reason?: string
}

/** Approves or denies an access request. The team's owners decide; standby owners where none is left. */
export const decideAccess = Effect.fn("decideAccess")(function* (session: Session, id: TeamId, decision: DecideAccess) {
  yield* Effect.fromResult(yield* mayDecideAccess(session, yield* loadTeam(id)))
  return yield* changeTeam(id, (_, at) => ({
    _tag: "DecideAccess",
    request: decision.request,
    approve: decision.approve,
    ...defined({ reason: decision.reason }),
    by: actorOf(session),
    at
  }))
})
