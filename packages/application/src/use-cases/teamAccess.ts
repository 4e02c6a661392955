import { defined } from "@incident-teams/domain/defined"
import { canDecideAccess, type WayIn, wayIn } from "@incident-teams/domain/permissions/Permissions"
import type { TeamStanding } from "@incident-teams/domain/permissions/TeamStanding"
import type { AccessDenial, AccessRequest } from "@incident-teams/domain/team/Team"
import { Effect, Result } from "effect"
import type { Visitor } from "../ports/Session.ts"
import type { Stored } from "../ports/TeamStore.ts"
import { teamChangeFacts } from "./standing.ts"

/** What a caller is in a team, and how they get in if they aren't. */
export interface TeamAccess {
  readonly standing: TeamStanding
  /** Whether they decide on the access requests of others. */
  readonly decides: boolean
  /** Absent: they are in the team, their request waits, or they may not request access. */
  readonly wayIn?: WayIn
  /** Their own request that waits for a decision. */
  readonly asked?: AccessRequest
  /** The last decision against them, as long as it is remembered and they aren't in the team. */
  readonly denial?: AccessDenial
}

export const teamAccess = Effect.fnUntraced(function* (visitor: Visitor, stored: Stored) {
  const facts = yield* teamChangeFacts(visitor, stored)
  const { caller, standing } = facts
  const { accessRequests, denials = [] } = stored.team.people
  const isCaller = (id: string): boolean => caller._tag === "User" && id === caller.id
  const asked = accessRequests.find(({ person }) => isCaller(person.id))
  const way = wayIn(facts)
  const access: TeamAccess = {
    standing,
    decides: Result.isSuccess(canDecideAccess(facts)),
    ...defined({
      // Joining needs no decision, so a request that waits doesn't stand in its way.
      wayIn: way === "request" && asked !== undefined ? undefined : way,
      asked,
      denial: standing === "none" && asked === undefined ? denials.find(({ person }) => isCaller(person)) : undefined
    })
  }
  return access
})
