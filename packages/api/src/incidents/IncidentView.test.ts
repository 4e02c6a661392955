import { Incident } from "@incident-teams/domain/incident/Incident"
import { incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { throughJson } from "@incident-teams/domain/testing/throughJson"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { IncidentView } from "./IncidentView.ts"

describe("an incident on the wire", () => {
  it("has every field of an incident, and its team", () => {
    expect(new Set(Object.keys(IncidentView.fields))).toEqual(new Set([...Object.keys(Incident.fields), "team"]))
  })

  it("never loses what is in an incident", () => {
    fc.assert(
      fc.property(incident, (one) => {
        expect(throughJson(IncidentView, one)).toEqual(one)
      })
    )
  })
})
