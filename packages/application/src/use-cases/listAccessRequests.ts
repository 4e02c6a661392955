import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canReadIncident } from "@incident-teams/domain/permissions/Permissions"
import type { AccessRequest } from "@incident-teams/domain/team/Team"
import { Effect, Result } from "effect"
import { loadTeam } from "../changes/decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { mayDecideAccess, teamFacts } from "./standing.ts"

/**
 * The requests that wait for a decision: all of them for callers who decide, their own for others who may see the
 * team. A standby owner who steps in decides without any right in Sentinel, and so sees them without one.
 */
export const listAccessRequests = Effect.fn("listAccessRequests")(function* (session: Session, id: TeamId) {
  const stored = yield* loadTeam(id)
  const { accessRequests } = stored.team.people
  if (Result.isSuccess(yield* mayDecideAccess(session, stored))) return accessRequests
  yield* Effect.fromResult(canReadIncident(yield* teamFacts(session, stored)))
  const { caller } = session
  const own: ReadonlyArray<AccessRequest> = accessRequests.filter(
    ({ person }) => caller._tag === "User" && person.id === caller.id
  )
  return own
})
