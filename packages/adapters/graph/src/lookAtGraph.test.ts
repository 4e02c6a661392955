import { permissionsFor } from "@incident-teams/adapter-entra/setup/graphPermissions"
import { describe, expect, it } from "vitest"
import { expirationFinding, mergeFinding, permissionFindings } from "./lookAtGraph.ts"

const policies = (managedGroupTypes: string) => ({ value: [{ groupLifetimeInDays: 180, managedGroupTypes }] })

describe("what doctor says of the tenant's expiration policy", () => {
  it.each([
    ["that is none", 200, { value: [] }, "ok", "Groups don't expire."],
    ["of no group", 200, policies("None"), "ok", "Groups don't expire."],
    ["of all groups", 200, policies("All"), "ok", "Groups expire after 180 days. Incident Teams renews"],
    ["of some groups", 200, policies("Selected"), "ok", "Selected groups expire after 180 days."],
    ["that may not be read", 403, { error: {} }, "ok", "can't be read without Directory.Read.All"],
    ["that can't be read", 503, undefined, "warning", "can't be read (503)"],
    ["that makes no sense", 200, { value: "?" }, "warning", "can't be read (200)"]
  ])("%s", (_, status, body, state, found) => {
    expect(expirationFinding(status, body)).toMatchObject({ state, found: expect.stringContaining(found) })
  })
})

describe("what doctor says of merged incidents", () => {
  it.each([
    ["with the permission", ["SecurityIncident.Read.All"], true, "ok", "can be asked"],
    ["with a wider one", ["SecurityIncident.ReadWrite.All"], true, "ok", "can be asked"],
    ["without it", ["Team.Create"], true, "warning", "SecurityIncident.Read.All isn't granted"],
    ["without it, where nobody wants it", [], false, "ok", "DEFENDER_INCIDENTS is off"]
  ])("%s", (_, roles, asks, state, found) => {
    expect(mergeFinding(roles, asks)).toMatchObject({ state, found: expect.stringContaining(found) })
  })
})

describe("what doctor says of permissions", () => {
  const granted: ReadonlyArray<string> = permissionsFor([]).map(({ name }) => name)

  it("asks for nothing where a wider one is granted, but to replace it", () => {
    const wide = granted.map((name) => (name === "TeamsTab.ReadWriteForTeam.All" ? "TeamsTab.ReadWrite.All" : name))
    expect(permissionFindings(granted, false).map(({ state }) => state)).toEqual(["ok"])
    expect(permissionFindings(wide, false)).toMatchObject([
      { state: "warning", found: "TeamsTab.ReadWrite.All is granted, and TeamsTab.ReadWriteForTeam.All is enough." },
      { state: "ok" }
    ])
  })
})
