import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canJoinTeam, canRequestAccess, wayIn } from "@incident-teams/domain/permissions/Permissions"
import type { Person } from "@incident-teams/domain/team/Person"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { Effect, Schema } from "effect"
import { changeTeamBy, loadTeam } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import type { Visitor } from "../ports/Session.ts"
import { freshId } from "../tracing/freshId.ts"
import { actorOf, requireAccount, standingIn, teamChangeFacts } from "./standing.ts"

/** Refused: the caller is in the team already. */
export class AlreadyInTeam extends Schema.TaggedError<AlreadyInTeam>()("AlreadyInTeam", {}) {}

/**
 * Requests access to a team. A caller who may add people joins at once: nobody has to decide what they could do
 * themselves. Where requests are approved automatically, the same commit approves it.
 */
export const requestAccess = Effect.fn("requestAccess")(function* (visitor: Visitor, id: TeamId, reason: string) {
  const facts = yield* teamChangeFacts(visitor, yield* loadTeam(id))
  if (wayIn(facts) === "join") return yield* joinTeam(visitor, id)
  yield* Effect.fromResult(canRequestAccess(facts))
  yield* requireAccount(visitor, "request access to this team")
  const { accessDecision } = yield* Deployment
  const person = yield* personOf(visitor)
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
        pauseMillis: 0,
        by: { _tag: "System" },
        at
      }
      return { commands: accessDecision === "owner" ? [asked] : [asked, approved] }
    })
  )
})

/** Adds the caller to a team whose people they may change; nothing happens if they are in it. */
export const joinTeam = Effect.fn("joinTeam")(function* (visitor: Visitor, id: TeamId) {
  yield* Effect.fromResult(canJoinTeam(yield* teamChangeFacts(visitor, yield* loadTeam(id))))
  yield* requireAccount(visitor, "join this team")
  const person = yield* personOf(visitor)
  return yield* changeTeamBy(
    id,
    Effect.fnUntraced(function* (stored, at) {
      const isIn = (yield* standingIn(visitor, stored)) !== "none"
      const by = actorOf(visitor)
      const joined: TeamCommand = { _tag: "AddPeople", people: [person], refused: [], groups: [], by, at }
      return { commands: isIn ? [] : [joined] }
    })
  )
})

const personOf = ({ caller }: Visitor): Effect.Effect<Person> =>
  caller._tag === "User"
    ? Effect.succeed({ id: caller.id, name: caller.name })
    : Effect.die(new Error("An application was allowed into a team."))
