import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { timestampOf } from "../ids/Timestamp.ts"
import { incidentVersion } from "../testing/ArbitraryIncident.ts"
import { throughJson } from "../testing/throughJson.ts"
import { IncidentVersion, supersedes } from "./IncidentVersion.ts"

const at = (millis: number, etag: string): IncidentVersion => ({ etag, lastModified: timestampOf(millis) })

describe("supersedes (L6)", () => {
  it.each([
    ["newer", at(1, '"a"'), at(2, '"b"')],
    ["newer", at(1, '"a"'), at(2, '"a"')],
    ["older", at(2, '"a"'), at(1, '"b"')],
    ["older", at(2, '"a"'), at(1, '"a"')],
    ["same", at(1, '"a"'), at(1, '"a"')],
    ["newerAskAgain", at(1, '"a"'), at(1, '"b"')]
  ])("answers %s to %j and then %j", (answer, seen, next) => {
    expect(supersedes(seen, next)).toBe(answer)
  })

  it("always is opposite the other way round", () => {
    const opposite = { older: "newer", newer: "older", same: "same", newerAskAgain: "newerAskAgain" } as const
    fc.assert(
      fc.property(incidentVersion, incidentVersion, (one, other) => {
        expect(supersedes(other, one)).toBe(opposite[supersedes(one, other)])
      })
    )
  })

  it("never goes back in Sentinel's time, and always ends at its latest, in any order of reads", () => {
    fc.assert(
      fc.property(fc.array(incidentVersion, { minLength: 1 }), (reads) => {
        let seen = reads[0]!
        for (const next of reads) {
          const answer = supersedes(seen, next)
          const before = seen
          if (answer === "newer" || answer === "newerAskAgain") seen = next
          expect(seen.lastModified).toBeGreaterThanOrEqual(before.lastModified)
        }
        expect(seen.lastModified).toBe(Math.max(...reads.map(({ lastModified }) => lastModified)))
        expect(supersedes(seen, seen)).toBe("same")
      })
    )
  })

  it("always compares alike after a journey through the codec", () => {
    fc.assert(
      fc.property(incidentVersion, incidentVersion, (seen, next) => {
        expect(supersedes(throughJson(IncidentVersion, seen), throughJson(IncidentVersion, next))).toBe(
          supersedes(seen, next)
        )
      })
    )
  })
})
