import * as fc from "fast-check"
import type { AzurePermission, AzureRights } from "../permissions/AzureActions.ts"
import type { Caller } from "../permissions/Caller.ts"
import type { TeamStanding } from "../permissions/TeamStanding.ts"
import type { GroupCreationPolicy, GroupCreator } from "../policy/GroupCreationPolicy.ts"
import { applicationId, groupId, personId } from "./ArbitraryIds.ts"

/** Operations of Sentinel that a role may or may not give, in the cases in which they are met. */
export const action: fc.Arbitrary<string> = fc.constantFrom(
  "Microsoft.SecurityInsights/incidents/read",
  "Microsoft.SecurityInsights/incidents/write",
  "microsoft.securityinsights/INCIDENTS/write",
  "Microsoft.SecurityInsights/incidents/delete",
  "Microsoft.SecurityInsights/incidents/comments/write",
  "Microsoft.SecurityInsights/alertRules/write",
  "Microsoft.OperationalInsights/workspaces/read"
)

/** Patterns made out of operations: any run of characters may become a star, so that most match something. */
export const actionPattern: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("*", "*/read", "*/write", "Microsoft.SecurityInsights/*", "Microsoft.SecurityInsights/*/write"),
  action,
  fc
    .tuple(action, fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 12 })), { maxLength: 3 }))
    .map(([text, cuts]) =>
      cuts.reduce((pattern, [at, length]) => `${pattern.slice(0, at)}*${pattern.slice(at + length)}`, text)
    )
)

const patterns = fc.array(actionPattern, { maxLength: 3 })

export const azurePermission: fc.Arbitrary<AzurePermission> = fc.record({ actions: patterns, notActions: patterns })

/** Some role assignments, and now and then a deny assignment. */
export const azureRights: fc.Arbitrary<AzureRights> = fc.record({
  granted: fc.array(azurePermission, { maxLength: 4 }),
  denied: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(azurePermission, { maxLength: 2 }))
})

export const user: fc.Arbitrary<Extract<Caller, { _tag: "User" }>> = fc.record({
  _tag: fc.constant("User" as const),
  id: personId,
  name: fc.string({ minLength: 1 })
})

export const application: fc.Arbitrary<Extract<Caller, { _tag: "Application" }>> = fc.record({
  _tag: fc.constant("Application" as const),
  id: applicationId,
  name: fc.string({ minLength: 1 }),
  roles: fc.subarray(["Team.Create", "Incident.ReadWrite", "Incident.Notify", "Somebody.Elses"])
})

export const caller: fc.Arbitrary<Caller> = fc.oneof(user, application)

export const teamStanding: fc.Arbitrary<TeamStanding> = fc.constantFrom("owner", "member", "none")

/** A policy and somebody in one tenant of few groups, so that the allowed group is met. */
export const groupCreation: fc.Arbitrary<{ readonly policy: GroupCreationPolicy; readonly creator: GroupCreator }> = fc
  .uniqueArray(groupId, { minLength: 2, maxLength: 4 })
  .chain((groups) =>
    fc.record({
      policy: fc.oneof(
        fc.constantFrom<GroupCreationPolicy>({ _tag: "Everyone" }, { _tag: "Nobody" }),
        fc.constantFrom(...groups).map((group): GroupCreationPolicy => ({ _tag: "MembersOf", group }))
      ),
      creator: fc.record({ guest: fc.boolean(), memberOf: fc.subarray(groups) })
    })
  )
