import { Option, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { timestamp } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { plus, Timestamp, timestampOf } from "./Timestamp.ts"

const decode = Schema.decodeUnknownSync(Timestamp)

describe("Timestamp", () => {
  it.each([
    ["2026-03-31T12:00:00Z", "2026-03-31T12:00:00.000Z"],
    ["2020-07-20T18:21:53.6158361Z", "2020-07-20T18:21:53.615Z"],
    ["2020-06-17T17:34:01.4265524+02:00", "2020-06-17T15:34:01.426Z"]
  ])("reads %s as %s", (text, iso) => {
    expect(Schema.encodeSync(Timestamp)(decode(text))).toBe(iso)
  })

  it.each(["", "yesterday", "2026-13-01T00:00:00Z", 0, null])("refuses %j", (wrong) => {
    expect(Schema.decodeUnknownOption(Timestamp)(wrong)).toEqual(Option.none())
  })

  it("always survives its codec to the millisecond, and moves there and back", () => {
    fc.assert(
      fc.property(timestamp, fc.integer({ min: -1e9, max: 1e9 }), (at, millis) => {
        expect(throughJson(Timestamp, at)).toBe(at)
        expect(plus(at, millis)).toBe(at + millis)
        expect(plus(plus(at, millis), -millis)).toBe(at)
        expect(timestampOf(at + 0.7)).toBe(at)
      })
    )
  })
})
