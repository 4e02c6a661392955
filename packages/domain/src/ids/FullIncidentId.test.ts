import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fullIncidentId } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { canonicalIncidentId, FullIncidentId } from "./FullIncidentId.ts"
import { IncidentArmId } from "./IncidentArmId.ts"

describe("FullIncidentId", () => {
  it.each(["4711", "splunk/soc/notables/4711", "urn:case:4711", "x".repeat(1_024)])("takes %s", (id) => {
    expect(Schema.is(FullIncidentId)(id)).toBe(true)
    expect(Schema.is(IncidentArmId)(id)).toBe(false)
  })

  it.each(["", " ", "two words", "line\nbreak", "bell\u0007", "x".repeat(1_025)])("refuses %j", (id) => {
    expect(Schema.is(FullIncidentId)(id)).toBe(false)
  })

  it("always is the same id in any case, and survives its codec in its own", () => {
    fc.assert(
      fc.property(fullIncidentId, (id) => {
        expect(canonicalIncidentId(FullIncidentId.make(id.toUpperCase()))).toBe(canonicalIncidentId(id))
        expect(throughJson(FullIncidentId, id)).toBe(id)
      })
    )
  })
})
