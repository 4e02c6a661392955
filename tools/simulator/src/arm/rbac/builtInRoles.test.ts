import { describe, expect, it } from "vitest"
import { isObject, type UncheckedObject } from "../../platform/json.ts"
import { hasReference, readReference } from "../../testing/specification.ts"
import { builtInRoles } from "./builtInRoles.ts"
import { grants } from "./effectiveRights.ts"

const file = "rbac-roles.json"
const objects = (value: unknown): Array<UncheckedObject> => (Array.isArray(value) ? value.filter(isObject) : [])
const texts = (value: unknown): Set<unknown> => new Set(Array.isArray(value) ? value : [])

describe.skipIf(!hasReference(file))(`built-in roles against ${file}`, () => {
  const roles = hasReference(file) ? objects(readReference(file)["roles"]) : []

  it("are the same ones", () => {
    expect(roles).toHaveLength(13)
    expect(new Set(builtInRoles.map(({ name }) => name))).toEqual(new Set(roles.map(({ id }) => id)))
  })

  it.each(roles.map((role) => [role["roleName"], role] as const))("%s grants the same", (roleName, role) => {
    const ours = builtInRoles.find(({ name }) => name === role["id"])
    expect(ours?.roleName).toBe(roleName)
    const [published, ...more] = objects(role["permissions"])
    expect(more).toEqual([])
    const [permission] = ours?.permissions ?? []
    expect(new Set(permission?.actions)).toEqual(texts(published?.["actions"]))
    expect(new Set(permission?.notActions)).toEqual(texts(published?.["notActions"]))
    const computed = isObject(role["incidentActions"]) ? Object.entries(role["incidentActions"]) : []
    expect(computed).toHaveLength(14)
    for (const [action, granted] of computed) {
      expect([action, permission !== undefined && grants(permission, action)]).toEqual([action, granted])
    }
  })
})

it("no role is there twice", () => {
  expect(new Set(builtInRoles.map(({ name }) => name)).size).toBe(builtInRoles.length)
  expect(new Set(builtInRoles.map(({ roleName }) => roleName)).size).toBe(builtInRoles.length)
})
