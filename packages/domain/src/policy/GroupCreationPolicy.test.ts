import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GroupId } from "../ids/directoryIds.ts"
import { groupId } from "../testing/ArbitraryIds.ts"
import { groupCreation } from "../testing/ArbitraryRights.ts"
import { throughJson } from "../testing/throughJson.ts"
import { GroupCreationPolicy, groupCreationPolicyOf, mayCreateGroups } from "./GroupCreationPolicy.ts"

const group = GroupId.make("4d2f2bd1-5b0f-4e55-8f1b-cf0e0a9a7d11")

const settings = (enabled: string | undefined, allowed: string | undefined) => [
  { name: "AllowToAddGuests", value: "true" },
  ...(enabled === undefined ? [] : [{ name: "EnableGroupCreation", value: enabled }]),
  ...(allowed === undefined ? [] : [{ name: "GroupCreationAllowedGroupId", value: allowed }])
]

describe("groupCreationPolicyOf", () => {
  it.each([
    [undefined, undefined, { _tag: "Everyone" }],
    ["", "", { _tag: "Everyone" }],
    ["true", group, { _tag: "Everyone" }],
    ["True", "", { _tag: "Everyone" }],
    ["false", "", { _tag: "Nobody" }],
    ["false", undefined, { _tag: "Nobody" }],
    ["False", group, { _tag: "MembersOf", group }],
    ["false", ` ${group.toUpperCase()} `, { _tag: "MembersOf", group }],
    ["false", "the SOC", { _tag: "Nobody" }],
    ["perhaps", group, { _tag: "MembersOf", group }],
    ["perhaps", "", { _tag: "Nobody" }]
  ])("reads EnableGroupCreation %j and GroupCreationAllowedGroupId %j", (enabled, allowed, policy) => {
    expect(groupCreationPolicyOf(settings(enabled, allowed))).toEqual(policy)
  })

  it("lets everyone create where the tenant has no such setting", () => {
    expect(groupCreationPolicyOf([])).toEqual({ _tag: "Everyone" })
  })
})

describe("mayCreateGroups", () => {
  it("never lets a guest", () => {
    fc.assert(
      fc.property(groupCreation, ({ policy, creator }) => {
        expect(mayCreateGroups(policy, { ...creator, guest: true })).toBe(false)
      })
    )
  })

  it("always lets members of the tenant as its policy says", () => {
    fc.assert(
      fc.property(fc.array(groupId), groupId, (memberOf, allowed) => {
        const creator = { guest: false, memberOf }
        expect(mayCreateGroups({ _tag: "Everyone" }, creator)).toBe(true)
        expect(mayCreateGroups({ _tag: "Nobody" }, creator)).toBe(false)
        expect(mayCreateGroups({ _tag: "MembersOf", group: allowed }, creator)).toBe(memberOf.includes(allowed))
        expect(
          mayCreateGroups({ _tag: "MembersOf", group: allowed }, { guest: false, memberOf: [...memberOf, allowed] })
        ).toBe(true)
      })
    )
  })

  it("always decides alike after the policy's journey through its codec", () => {
    fc.assert(
      fc.property(groupCreation, ({ policy, creator }) => {
        expect(mayCreateGroups(throughJson(GroupCreationPolicy, policy), creator)).toBe(
          mayCreateGroups(policy, creator)
        )
      })
    )
  })
})
