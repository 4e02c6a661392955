import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { recordCodec } from "./RecordCodec.ts"

describe("recordCodec", () => {
  /** Three generations of one record: a name, then first and last, then both required to be trimmed and with a rank. */
  const Now = Schema.Struct({ first: Schema.String, last: Schema.String, rank: Schema.Int })
  const codec = recordCodec("person", Now, [
    (json) => {
      const [first = "", last = ""] = String(Object(json).name).split(" ")
      return { first, last }
    },
    (json) => ({ ...Object(json), rank: 0 })
  ])
  const ada = { first: "Ada", last: "Lovelace", rank: 0 }

  it.each([
    [1, { name: "Ada Lovelace" }],
    [2, { first: "Ada", last: "Lovelace" }],
    [3, ada]
  ])("L8: reads what version %d wrote", (schemaVersion, json) => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(codec.decode(id, { schemaVersion, json })).toEqual(Result.succeed(ada))
      }),
      { numRuns: 1 }
    )
  })

  it("writes by the newest version", () => {
    expect(codec.encode(ada)).toEqual({ schemaVersion: 3, json: ada })
  })

  it("an upcaster that stumbles over damaged JSON is an unreadable record, not a crash", () => {
    const stumbling = recordCodec("person", Now, [
      () => {
        throw new Error("no name")
      }
    ])
    fc.assert(
      fc.property(fc.string(), (id) => {
        const refused = stumbling.decode(id, { schemaVersion: 1, json: null })
        expect(Result.isFailure(refused) && refused.failure.message).toContain("no name")
      }),
      { numRuns: 1 }
    )
  })
})
