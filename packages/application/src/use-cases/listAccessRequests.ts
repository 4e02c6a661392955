import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canReadIncident } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { loadTeam } from "../changes/decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { teamFacts } from "./standing.ts"
import { teamAccess } from "./teamAccess.ts"

/**
 * The requests that wait for a decision: all of them for callers who decide, their own for others who may see the
 * team; and the caller's own access. A standby owner who steps in decides without any right in Sentinel, and so sees
 * them without one.
 */
export const listAccessRequests = Effect.fn("listAccessRequests")(function* (session: Session, id: TeamId) {
  const stored = yield* loadTeam(id)
  const access = yield* teamAccess(session, stored)
  if (access.decides) return { requests: stored.team.people.accessRequests, access }
  yield* Effect.fromResult(canReadIncident(yield* teamFacts(session, stored)))
  return { requests: access.asked === undefined ? [] : [access.asked], access }
})
