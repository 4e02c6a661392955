import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ArmState, type DenyAssignment, emptyArmState, type Permission } from "../../platform/ArmState.ts"
import { matchesAction } from "../../platform/matchesAction.ts"
import { sampleManagementGroup } from "../../sample/incidents/roleAssignments.ts"
import { sampleSubscriptionId } from "../../sample/people.ts"
import { builtInRoles } from "./builtInRoles.ts"
import { grants, isAllowed, isAtOrAbove, permissionsAt } from "./effectiveRights.ts"

const write = "Microsoft.SecurityInsights/incidents/write"
const subscription = `/subscriptions/${sampleSubscriptionId}`
const resourceGroup = `${subscription}/resourceGroups/rg-soc`
const workspace = `${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/soc-prod`

const permission = (actions: Array<string>, notActions: Array<string> = []): Permission => ({
  actions,
  notActions,
  dataActions: [],
  notDataActions: []
})

const me = { objectId: "me", groupIds: ["my-group", "outer-group"] }

const azure = (...given: ReadonlyArray<{ scope: string; to?: string; permissions: Array<Permission> }>): ArmState => {
  const arm = emptyArmState()
  arm.subscriptions = [
    { id: sampleSubscriptionId, managementGroups: [sampleManagementGroup, "root"], resourceGroups: ["rg-soc"] }
  ]
  for (const [index, { scope, to = "me", permissions }] of given.entries()) {
    const name = `role-${index}`
    arm.customRoleDefinitions.push({
      name,
      roleName: name,
      roleType: "CustomRole",
      description: "",
      permissions,
      assignableScopes: ["/"]
    })
    arm.roleAssignments.push({
      name: `assignment-${index}`,
      scope,
      roleDefinition: name,
      principalId: to,
      principalType: to === "me" ? "User" : "Group"
    })
  }
  return arm
}

const deny = (given: Partial<DenyAssignment>): DenyAssignment => ({
  name: "deny",
  denyAssignmentName: "deny",
  description: "",
  scope: workspace,
  permissions: [permission(["*/write"])],
  principals: [{ id: "me", type: "User" }],
  excludePrincipals: [],
  doNotApplyToChildScopes: false,
  isSystemProtected: false,
  ...given
})

describe("one permission on incidents/write", () => {
  it.each([
    [permission(["*"]), true],
    [permission(["*/read"]), false],
    [permission(["Microsoft.SecurityInsights/*"]), true],
    [permission(["*"], ["Microsoft.SecurityInsights/*/write"]), false],
    [permission([]), false],
    [permission(["microsoft.securityinsights/INCIDENTS/*"]), true],
    [permission(["Microsoft.SecurityInsights/incidents"]), false],
    [permission(["Microsoft.SecurityInsightsX/*"]), false],
    [permission(["Microsoft.SecurityInsights/*/write"]), true],
    [permission(["Microsoft.SecurityInsights.incidents.write"]), false],
    [permission([write], ["MICROSOFT.securityinsights/incidents/WRITE"]), false]
  ])("%o: %s", (given, expected) => {
    expect(grants(given, write)).toBe(expected)
    expect(isAllowed(azure({ scope: workspace, permissions: [given] }), me, write, workspace)).toBe(expected)
  })

  it("notActions take out of their own item only: Responder grants what another item left out", () => {
    const responder = builtInRoles.find(({ roleName }) => roleName === "Microsoft Sentinel Responder")
    const arm = azure(
      { scope: workspace, permissions: [permission(["*"], ["Microsoft.SecurityInsights/*/write"])] },
      { scope: workspace, permissions: responder?.permissions ?? [] }
    )
    expect(isAllowed(arm, me, write, workspace)).toBe(true)
    expect(isAllowed(arm, me, "Microsoft.SecurityInsights/incidents/comments/delete", workspace)).toBe(true)
  })
})

it("a wildcard in the middle of Responder's notActions takes out comments/delete, but not incidents/delete", () => {
  const [responder] =
    builtInRoles.find(({ roleName }) => roleName === "Microsoft Sentinel Responder")?.permissions ?? []
  const mayDelete = (what: string): boolean =>
    grants(responder ?? permission([]), `Microsoft.SecurityInsights/${what}/delete`)
  expect(mayDelete("incidents/comments")).toBe(false)
  expect(mayDelete("incidents")).toBe(true)
})

it("matching always agrees with the same pattern as a regular expression", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "B", "/", ".", "*"), maxLength: 8 })
  const action = fc.string({ unit: fc.constantFrom("a", "b", "A", "/", "."), maxLength: 12 })
  fc.assert(
    fc.property(word, action, (pattern, asked) => {
      const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
      expect(matchesAction(pattern, asked)).toBe(new RegExp(`^${parts.join(".*")}$`, "is").test(asked))
    })
  )
})

describe("scopes", () => {
  const all = [permission(["*"])]
  it.each([
    [workspace, true],
    [workspace.toUpperCase(), true],
    [`${resourceGroup}/`, true],
    [subscription, true],
    [`/providers/Microsoft.Management/managementGroups/${sampleManagementGroup}`, true],
    ["/providers/Microsoft.Management/managementGroups/root", true],
    ["/", true],
    ["/providers/Microsoft.Management/managementGroups/other", false],
    [workspace.replace("soc-prod", "soc-lab"), false],
    [workspace.replace("soc-prod", "soc"), false],
    [resourceGroup.replace("rg-soc", "rg-so"), false],
    [`${workspace}/providers/Microsoft.SecurityInsights/incidents/1`, false]
  ])("a role at %s reaches the workspace: %s", (scope, expected) => {
    expect(isAllowed(azure({ scope, permissions: all }), me, write, workspace)).toBe(expected)
  })

  it("a management group doesn't reach a subscription of another", () => {
    expect(isAtOrAbove(azure(), "/providers/Microsoft.Management/managementGroups/root", "/subscriptions/other")).toBe(
      false
    )
  })
})

describe("principals", () => {
  it.each([
    ["me", true],
    ["my-group", true],
    ["outer-group", true],
    ["someone else", false]
  ])("a role of %s is mine: %s", (to, expected) => {
    const arm = azure({ scope: resourceGroup, to, permissions: [permission(["*"])] })
    expect(isAllowed(arm, me, write, workspace)).toBe(expected)
  })
})

describe("deny assignments", () => {
  const everybody = "00000000-0000-0000-0000-000000000000"
  it.each<[string, Partial<DenyAssignment>, boolean]>([
    ["named", {}, true],
    ["through a group", { principals: [{ id: "outer-group", type: "Group" }] }, true],
    ["everyone", { principals: [{ id: everybody, type: "SystemDefined" }] }, true],
    [
      "everyone but me",
      { principals: [{ id: everybody, type: "SystemDefined" }], excludePrincipals: [{ id: "me", type: "User" }] },
      false
    ],
    ["someone else", { principals: [{ id: "other", type: "User" }] }, false],
    ["all zeros, but a user", { principals: [{ id: everybody, type: "User" }] }, false],
    ["above", { scope: subscription }, true],
    ["above, not for children", { scope: subscription, doNotApplyToChildScopes: true }, false],
    ["here, not for children", { doNotApplyToChildScopes: true }, true],
    ["elsewhere", { scope: `${resourceGroup}/providers/a/b/c` }, false],
    ["another action", { permissions: [permission(["*/delete"])] }, false],
    ["all actions but this", { permissions: [permission(["*"], [write])] }, false]
  ])("%s: blocks the action despite the roles", (_, given, blocks) => {
    const arm = azure({ scope: "/", permissions: [permission(["*"])] })
    arm.denyAssignments = [deny(given)]
    expect(isAllowed(arm, me, write, workspace)).toBe(!blocks)
    expect(permissionsAt(arm, me, workspace)).toEqual([permission(["*"])])
  })
})
