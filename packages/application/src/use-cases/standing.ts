import { partsOfIncidentId, type IncidentId } from "@incident-teams/domain/ids/IncidentId"
import {
  hasEnabledAccount,
  type TeamChangeFacts,
  type TeamFacts,
  type WorkspaceFacts
} from "@incident-teams/domain/permissions/Permissions"
import type { TeamStanding } from "@incident-teams/domain/permissions/TeamStanding"
import type { Actor } from "@incident-teams/domain/team/Person"
import { Effect, Option } from "effect"
import { Deployment } from "../deployment/Deployment.ts"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { Directory } from "../ports/Directory.ts"
import { hasToken, type Visitor } from "../ports/Session.ts"
import { type Stored, TeamStore } from "../ports/TeamStore.ts"
import { oncePerVersion } from "../recent/oncePerVersion.ts"

/** More people than this aren't remembered with their team. */
export const manyPeople = 1_000

/** Who is in the team, as the platform last reported; undefined before the first check. */
export const seenIn = oncePerVersion(
  (stored: Stored) => stored,
  Effect.fnUntraced(function* ({ id }: Stored) {
    return Option.getOrUndefined(yield* (yield* TeamStore).roster(id))
  }),
  (seen) => seen === undefined || seen.members.length <= manyPeople
)

/**
 * A caller's role in a team: owner or member as the platform last reported, or before its first report, an owner as
 * requested. Applications are nothing in any team.
 */
export const standingIn = ({ caller }: Visitor, stored: Stored) =>
  Effect.map(caller._tag === "Application" ? Effect.undefined : seenIn(stored), (seen): TeamStanding => {
    if (caller._tag === "Application") return "none"
    const role = seen?.members.find(({ id }) => id === caller.id)?.role
    if (role !== undefined) return role === "owner" ? "owner" : "member"
    const { checks, people } = stored.team
    return checks.verifiedAt === undefined && people.ownersSeen.includes(caller.id) ? "owner" : "none"
  })

/** Who asks, and what Azure says about them on an incident's workspace. */
export const workspaceFacts = (visitor: Visitor, incident: IncidentId) => {
  const { workspace } = partsOfIncidentId(incident)
  return Effect.map(
    Effect.flatMap(AzureRightsSource, (source) => source.rightsOf(visitor, workspace)),
    (rights): WorkspaceFacts => ({ caller: visitor.caller, workspace, rights })
  )
}

/** That, and what they are in the team. */
export const teamFacts = (visitor: Visitor, stored: Stored) =>
  Effect.flatMap(workspaceFacts(visitor, stored.team.incident.id), (facts) =>
    Effect.map(standingIn(visitor, stored), (standing): TeamFacts => ({ ...facts, standing }))
  )

/**
 * Refuses a person who signed in at the page and whose account was disabled since. A token shows that by itself: Entra ID
 * exchanges none of a disabled account.
 */
export const requireAccount = Effect.fnUntraced(function* (visitor: Visitor, what: string) {
  if (hasToken(visitor) || visitor.caller._tag === "Application") return
  const account = yield* (yield* Directory).person(visitor.caller.id)
  yield* Effect.fromResult(hasEnabledAccount(visitor.caller, what, Option.getOrUndefined(account)))
})

/** That, with the team's owners and those who step in for them. */
export const teamChangeFacts = Effect.fnUntraced(function* (visitor: Visitor, stored: Stored) {
  const facts: TeamChangeFacts = {
    ...(yield* teamFacts(visitor, stored)),
    owners: stored.team.people.ownersSeen,
    standbyOwners: (yield* Deployment).standbyOwners
  }
  return facts
})

export const actorOf = ({ caller }: Visitor): Actor =>
  caller._tag === "User"
    ? { _tag: "User", id: caller.id, name: caller.name }
    : { _tag: "Application", id: caller.id, name: caller.name }
