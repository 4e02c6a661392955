import { defined } from "@incident-teams/domain/defined"
import { type GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import {
  canCreateTeam,
  hasEnabledAccount,
  type Permission,
  type WorkspaceFacts
} from "@incident-teams/domain/permissions/Permissions"
import type { GroupCreationPolicy } from "@incident-teams/domain/policy/GroupCreationPolicy"
import { Effect, Option, Result } from "effect"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory } from "../ports/Directory.ts"
import type { Session, Visitor } from "../ports/Session.ts"
import { workspaceFacts } from "./standing.ts"

/** What the tenant says about new groups and about the caller (undefined for an application), for any workspace. */
export const creationRules = Effect.fnUntraced(function* ({ caller }: Visitor) {
  const directory = yield* Directory
  const { creation, naming } = yield* (yield* CreationPolicy).read()
  const creator = caller._tag === "User" ? Option.getOrUndefined(yield* directory.person(caller.id)) : undefined
  const memberOf =
    caller._tag === "User" && creation._tag === "MembersOf"
      ? yield* directory.memberOf(caller.id, [creation.group])
      : []
  return {
    creation,
    naming,
    creator,
    memberOf,
    ...defined({ creatorsGroup: yield* creatorsGroup(creation, memberOf) })
  }
})

/** The name of the group that the caller would have to be in. */
const creatorsGroup = Effect.fnUntraced(function* (policy: GroupCreationPolicy, memberOf: ReadonlyArray<GroupId>) {
  if (policy._tag !== "MembersOf" || memberOf.includes(policy.group)) return undefined
  // The name is only for the remedy: without it, the id says the same.
  const [group] = yield* Effect.orElseSucceed((yield* Directory).groups([policy.group]), () => [])
  return group?.name
})

export type CreationRules = Effect.Success<ReturnType<typeof creationRules>>

/** An application names its owner when it sends the request; nothing before that is refused for want of one. */
export const ownerToCome = PersonId.make("00000000-0000-0000-0000-000000000000")

/**
 * Whether the caller may create a team for an incident of this workspace with this owner. What Graph would see to for
 * a person is asked here: an account that was disabled or deleted creates nothing, however long its token still holds.
 */
export const mayCreateTeam = (
  facts: WorkspaceFacts,
  { creation, creator, memberOf, creatorsGroup: group }: CreationRules,
  owner: PersonId | undefined
): Permission => {
  const allowed = canCreateTeam({
    ...facts,
    policy: creation,
    creator: { guest: creator?.guest ?? false, memberOf },
    ...defined({ owner, creatorsGroup: group })
  })
  return Result.flatMap(allowed, () =>
    hasEnabledAccount(facts.caller, `create a team for an incident of the workspace ${facts.workspace}`, creator)
  )
}

/** The tenant's rules, if the caller may create a team for this incident with this owner. */
export const allowedCreation = Effect.fnUntraced(function* (
  session: Session,
  incident: IncidentId,
  owner: PersonId | undefined
) {
  const facts = yield* workspaceFacts(session, incident)
  const rules = yield* creationRules(session)
  yield* Effect.fromResult(mayCreateTeam(facts, rules, owner))
  return rules
})
