import { Effect } from "effect"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { AccessRequest } from "@incident-teams/domain/team/Team"
import type { Session } from "../ports/Session.ts"
import { readableTeam } from "./getTeam.ts"
import { standingIn } from "./standing.ts"

/** The requests that wait for a decision: all of them for an owner, one's own for anybody else. */
export const listAccessRequests = Effect.fn("listAccessRequests")(function* (session: Session, id: TeamId) {
  const stored = yield* readableTeam(session, id)
  const { caller } = session
  const standing = yield* standingIn(session, stored)
  const decides =
    standing === "owner" ||
    (stored.team.ownersSeen.length === 0 &&
      caller._tag === "User" &&
      stored.team.standbyOwners.some((person) => person.id === caller.id))
  const requests: ReadonlyArray<AccessRequest> = stored.team.accessRequests.filter(
    (request) => decides || (caller._tag === "User" && request.person.id === caller.id)
  )
  return requests
})
