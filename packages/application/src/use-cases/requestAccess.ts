import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canAskForAccess } from "@incident-teams/domain/permissions/Permissions"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { Effect, Schema } from "effect"
import { changeTeamBy, loadTeam } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import type { Visitor } from "../ports/Session.ts"
import { freshId } from "../tracing/freshId.ts"
import { standingIn, workspaceFacts } from "./standing.ts"

/** Refused: the caller is in the team already. */
export class AlreadyInTeam extends Schema.TaggedError<AlreadyInTeam>()("AlreadyInTeam", {}) {}

/** Requests access to a team. Where requests are approved automatically, the same commit approves it. */
export const requestAccess = Effect.fn("requestAccess")(function* (visitor: Visitor, id: TeamId, reason: string) {
  const { team } = yield* loadTeam(id)
  yield* Effect.fromResult(canAskForAccess(yield* workspaceFacts(visitor, team.incident.id)))
  const { caller } = visitor
  if (caller._tag === "Application")
    return yield* Effect.die(new Error("An application was allowed to request access."))
  const person = { id: caller.id, name: caller.name }
  const { accessDecision } = yield* Deployment
  const fresh = yield* freshId
  return yield* changeTeamBy(
    id,
    Effect.fnUntraced(function* (stored, at) {
      if ((yield* standingIn(visitor, stored)) !== "none") return yield* new AlreadyInTeam()
      // One that waits from before stays the one.
      const request = stored.team.people.accessRequests.find((other) => other.person.id === person.id)?.id ?? fresh
      const asked: TeamCommand = { _tag: "RequestAccess", request, person, reason, at }
      const approved: TeamCommand = {
        _tag: "DecideAccess",
        request,
        approve: true,
        reason: "Requests are approved automatically.",
        by: { _tag: "System" },
        at
      }
      return { commands: accessDecision === "owner" ? [asked] : [asked, approved] }
    })
  )
})
