import { Option, Schema } from "effect"
import { GroupId, groupIdOf } from "../ids/directoryIds.ts"
import { type SettingValue, settingOf } from "./SettingValue.ts"

/** Who may create Microsoft 365 groups in the tenant, and with them teams. Guests never may. */
export const GroupCreationPolicy = Schema.TaggedUnion({
  Everyone: {},
  Nobody: {},
  MembersOf: { group: GroupId }
})
export type GroupCreationPolicy = typeof GroupCreationPolicy.Type

/**
 * The policy in the values of the tenant's `Group.Unified` setting, whose object exists only once an admin has made
 * it (Microsoft Learn, "Manage who can create Microsoft 365 Groups"). No values: everyone.
 *
 * What can't be understood counts as restricted: a wrong "yes" would create a team that the tenant forbids.
 */
export const groupCreationPolicyOf = (values: ReadonlyArray<SettingValue>): GroupCreationPolicy => {
  const enabled = settingOf(values, "EnableGroupCreation").toLowerCase()
  if (enabled === "true" || enabled === "") return { _tag: "Everyone" }
  return Option.match(groupIdOf(settingOf(values, "GroupCreationAllowedGroupId")), {
    onNone: (): GroupCreationPolicy => ({ _tag: "Nobody" }),
    onSome: (group) => ({ _tag: "MembersOf", group })
  })
}

/** What the directory says about the person who wants to create a team. */
export interface GroupCreator {
  readonly guest: boolean
  /** Groups that the person is in, nested ones included; those that the policy doesn't name needn't be asked for. */
  readonly memberOf: ReadonlyArray<GroupId>
}

/** Members count, owners of the allowed group don't (same source). */
export const mayCreateGroups = (policy: GroupCreationPolicy, creator: GroupCreator): boolean =>
  !creator.guest &&
  GroupCreationPolicy.match(policy, {
    Everyone: () => true,
    Nobody: () => false,
    MembersOf: ({ group }) => creator.memberOf.includes(group)
  })
