import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { incidentId, incidentName, workspaceAlias } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { IncidentId, incidentIdOf, partsOfIncidentId } from "./IncidentId.ts"
import { IncidentName } from "./IncidentName.ts"

describe("IncidentId", () => {
  it("is the workspace's alias and the incident's name", () => {
    expect(partsOfIncidentId(IncidentId.make("soc-eu~73e01a99-5cd7-4139-a149-9f2736ff2ab5"))).toEqual({
      workspace: "soc-eu",
      name: "73e01a99-5cd7-4139-a149-9f2736ff2ab5"
    })
  })

  it("is cut at its first tilde, as a name may hold more", () => {
    expect(partsOfIncidentId(IncidentId.make("soc~a~b"))).toEqual({ workspace: "soc", name: "a~b" })
  })

  it.each(["", "soc", "soc~", "~x", "SOC~x", "soc~../x", "soc~.", "soc~a/b", "soc~a b", "soc~a%2fb", "soc~x\n"])(
    "refuses %j",
    (text) => {
      expect(Schema.is(IncidentId)(text)).toBe(false)
    }
  )

  it.each(["", ".", "../x", "-x", "a/b", "a b", "a%2fb", "x\n", "ä", "x".repeat(129)])("holds no name %j", (text) => {
    expect(Schema.is(IncidentName)(text)).toBe(false)
  })

  it("always comes apart into what it was made of", () => {
    fc.assert(
      fc.property(workspaceAlias, incidentName, (workspace, name) => {
        expect(partsOfIncidentId(incidentIdOf(workspace, name))).toEqual({ workspace, name })
      })
    )
  })

  it("always survives its codec, and stands in an address as it is", () => {
    fc.assert(
      fc.property(incidentId, (id) => {
        expect(throughJson(IncidentId, id)).toBe(id)
        expect(new URL(`https://localhost/v1/incidents/${id}`).pathname).toBe(`/v1/incidents/${id}`)
      })
    )
  })
})
