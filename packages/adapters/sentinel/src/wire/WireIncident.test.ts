import { canonicalIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { incidentArmIdOf } from "@incident-teams/domain/ids/IncidentArmId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { wireOf } from "../testing/wireOf.ts"
import { describeSchemaError } from "./describeSchemaError.ts"
import { decodeIncident } from "./WireIncident.ts"

const workspace = {
  alias: WorkspaceAlias.make("soc"),
  scope: { subscriptionId: "d0cfe6b2-9ac0-4464-9919-dccaee2e48c0", resourceGroup: "Rg", workspace: "Ws" }
}
const decode = (wire: unknown) => decodeIncident(JSON.parse(JSON.stringify(wire)), workspace)
const decoded = (wire: unknown) => Result.getOrThrow(decode(wire))
const problem = (wire: unknown) => describeSchemaError(Result.getOrThrow(Result.flip(decode(wire))))

const name = "73e01a99-5cd7-4139-a149-9f2736ff2ab5"
const least = {
  name,
  etag: '"1"',
  properties: {
    title: "",
    severity: "Critical",
    status: "Redirected",
    incidentNumber: 1,
    createdTimeUtc: "2026-03-31T12:00:00Z",
    lastModifiedTimeUtc: "2026-03-31T12:00:00.1239999Z"
  }
}

describe("an incident on the wire", () => {
  it.each([
    ["a text, as Microsoft's schema has it", "3178", { into: 3178 }],
    ["a number", 3178, { into: 3178 }],
    ["no number at all", "soon", undefined],
    ["not whole", "31.78", undefined]
  ])("says into which incident it was merged, the number being %s", (_, mergedIncidentNumber, merged) => {
    const wire = { ...least, properties: { ...least.properties, additionalData: { mergedIncidentNumber } } }
    expect(decoded(wire).merged).toEqual(merged)
  })

  it.each([
    ["Redirected", {}],
    ["redirected", {}],
    ["Redirected elsewhere", undefined]
  ])("is marked as merged by the label %s alone", (labelName, merged) => {
    const wire = { ...least, properties: { ...least.properties, labels: [{ labelName: "vip" }, { labelName }] } }
    expect(decoded(wire).merged).toEqual(merged)
  })

  it.each([
    ['"0300bf09"', '"0300bf09"'],
    ["0300bf09", '"0300bf09"']
  ])("has an ETag in quotes, as HTTP has it, where Azure sends %s", (etag, expected) => {
    expect(decoded({ ...least, etag }).etag).toBe(expected)
  })

  it("decodes to what it says", () => {
    fc.assert(
      fc.property(incident, (original) => {
        const armId = incidentArmIdOf(
          workspace.scope,
          IncidentName.make(original.id.slice(original.id.indexOf("~") + 1))
        )
        const here = { ...original, id: `soc~${original.id.slice(original.id.indexOf("~") + 1)}`, armId }
        // An owner of whom nothing is said but the kind, or empty texts, is nobody.
        const { owner = {}, ...rest } = here
        const said = Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== ""))
        const isSomebody = Object.keys(said).some((key) => key !== "kind")
        expect(decoded(wireOf({ ...original, armId }))).toEqual({ ...rest, ...(isSomebody ? { owner: said } : {}) })
      })
    )
  })

  it("needs little: values that are new to us are kept, what is missing is empty", () => {
    expect(decoded(least)).toMatchObject({
      id: `soc~${name}`,
      severity: "Critical",
      status: "Redirected",
      labels: [],
      alertsCount: 0,
      tactics: [],
      lastModified: Date.UTC(2026, 2, 31, 12, 0, 0, 123)
    })
    expect(decoded(least).url).toContain("https://portal.azure.com/")
  })

  it("always decodes, whatever is in the members that we can do without", () => {
    const optional = Object.keys(wireOf(decoded(least)).properties).filter((key) => !(key in least.properties))
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...optional), fc.jsonValue()), fc.jsonValue(), (junk, id) => {
        const result = decode({ ...least, id, properties: { ...junk, ...least.properties } })
        expect(Result.isSuccess(result)).toBe(true)
      })
    )
  })

  it.each([
    [{ ...least, name: "../../other" }, "name isn't what is documented"],
    [{ ...least, etag: undefined }, "etag is missing"],
    [{ ...least, properties: { ...least.properties, title: 5 } }, "properties.title isn't what is documented"],
    [{ ...least, properties: { ...least.properties, status: undefined } }, "properties.status is missing"],
    [{ ...least, properties: { ...least.properties, lastModifiedTimeUtc: "then" } }, "properties.lastModifiedTimeUtc"],
    [null, "the answer isn't what is documented"]
  ])("is refused without what we rely on (%#), and the place is named, not the value", (wire, where) => {
    expect(problem(wire)).toContain(where)
    expect(problem(wire)).not.toMatch(/then|other|\b5\b/u)
  })

  it("keeps Azure's spelling of its id as long as it means the same, and else is called by the configuration", () => {
    const ours = incidentArmIdOf(workspace.scope, IncidentName.make(name))
    const spelled = ours.replace("/incidents/", "/Incidents/").replace("resourceGroups/Rg", "resourcegroups/rg")
    expect(decoded({ ...least, id: spelled }).armId).toBe(spelled)
    for (const id of [ours.replace("OperationalInsights", "OperationalIinsights"), "", ours.replace("Ws", "another")]) {
      expect(canonicalIncidentId(decoded({ ...least, id }).armId)).toBe(canonicalIncidentId(ours))
    }
  })
})
