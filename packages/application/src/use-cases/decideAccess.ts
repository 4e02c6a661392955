import { defined } from "@incident-teams/domain/defined"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canDecideAccess } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { changeTeam, loadTeam } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import type { Visitor } from "../ports/Session.ts"
import { actorOf, requireAccount, teamChangeFacts } from "./standing.ts"

export interface DecideAccess {
  readonly request: string
  readonly approve: boolean
  readonly reason?: string
}

/** Approves or denies an access request, for callers who may add people to the team. */
export const decideAccess = Effect.fn("decideAccess")(function* (visitor: Visitor, id: TeamId, decision: DecideAccess) {
  yield* Effect.fromResult(canDecideAccess(yield* teamChangeFacts(visitor, yield* loadTeam(id))))
  yield* requireAccount(visitor, "decide who gets into this team")
  const { accessPauseMillis } = yield* Deployment
  return yield* changeTeam(id, (_, at) => ({
    _tag: "DecideAccess",
    request: decision.request,
    approve: decision.approve,
    ...defined({ reason: decision.reason }),
    pauseMillis: accessPauseMillis,
    by: actorOf(visitor),
    at
  }))
})
