import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { retryAfter } from "./retryAfter.ts"

const now = Date.UTC(2026, 2, 31, 12)

describe("retryAfter", () => {
  it.each([
    ["30", 30_000],
    ["0", 0],
    ["2.128", 2_128],
    [" 5 ", 5_000],
    ["Tue, 31 Mar 2026 12:00:10 GMT", 10_000],
    ["Tuesday, 31-Mar-26 12:00:10 GMT", 10_000],
    ["Tue Mar 31 12:00:10 2026 GMT", 10_000]
  ])("%s asks to wait", (header, millis) => {
    expect(retryAfter(header, now)).toBe(millis)
  })

  it.each([
    null,
    "",
    "soon",
    "-5",
    "1.2.3",
    "1e3",
    "31 March 2999",
    "Tue, 31 Mar 2026 11:00:00 GMT",
    "Tue, 31 Mar 2026 12:00:00 GMT"
  ])("%s asks nothing", (header) => {
    expect(retryAfter(header, now)).toBeUndefined()
  })

  it("is never negative, whatever is sent", () => {
    fc.assert(fc.property(fc.string(), (header) => (retryAfter(header, now) ?? 0) >= 0))
  })

  it("always waits at least the seconds that are named", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10_000, noNaN: true }), (seconds) => {
        const header = seconds.toFixed(3)
        return (retryAfter(header, now) ?? -1) >= Math.floor(Number(header) * 1_000)
      })
    )
  })
})
