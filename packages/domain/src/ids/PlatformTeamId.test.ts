import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { platformTeamId } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { PlatformTeamId } from "./PlatformTeamId.ts"

describe("PlatformTeamId", () => {
  it.each(["b8a1d2f4-66c3-4d58-8f0e-3a9c5b7e1d20", "C024BE91L", "19:4a95f7d8db4c@thread.tacv2", "x".repeat(128)])(
    "takes %s, of any platform",
    (id) => expect(Schema.is(PlatformTeamId)(id)).toBe(true)
  )

  it.each(["", " ", "-x", "a b", "a/b", "../x", "a?b", "ä", "x".repeat(129), "a\n"])("refuses %j", (id) =>
    expect(Schema.is(PlatformTeamId)(id)).toBe(false)
  )

  it("always survives the journey through its codec", () =>
    fc.assert(
      fc.property(platformTeamId, (id) => {
        expect(throughJson(PlatformTeamId, id)).toBe(id)
      })
    ))
})
