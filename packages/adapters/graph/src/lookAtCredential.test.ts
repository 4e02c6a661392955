import { describe, expect, it } from "vitest"
import { endFinding, endOfSecret } from "./lookAtCredential.ts"

const now = Date.parse("2026-03-01T12:00:00Z")
const inDays = (days: number): number => now + days * 86_400_000
const secretOf = (hint: string | null, days: number) => ({ hint, endDateTime: new Date(inDays(days)).toISOString() })

describe("what doctor says of the end of the credential", () => {
  it.each([
    ["far away", inDays(31), "ok", "The client secret ends on 2026-04-01."],
    ["near", inDays(30), "warning", "ends on 2026-03-31, in 30 days. From then on, nothing works."],
    ["past", inDays(-3), "warning", "ends on 2026-02-26, in 0 days."],
    ["unknown", undefined, "warning", "doesn't show the application when its client secret ends"]
  ])("%s", (_, endsAt, state, found) => {
    expect(endFinding("client secret", endsAt, now)).toMatchObject({ state, found: expect.stringContaining(found) })
  })
})

describe("the end of a secret", () => {
  it.each([
    ["is that of the one that begins so", [secretOf("abc", 300), secretOf("xyz", 3)], 300],
    [
      "is the earliest where several may be meant",
      [secretOf("abc", 300), secretOf("abc", 200), secretOf(null, 100)],
      100
    ],
    ["is none of those that have ended", [secretOf("abc", -1), secretOf("abc", 200)], 200],
    ["isn't known where none begins so", [secretOf("xyz", 300)], undefined]
  ])("%s", (_, passwordCredentials, days) => {
    expect(endOfSecret("abc8Q~secret", { passwordCredentials }, now)).toBe(days && inDays(days))
  })

  it("isn't known where Graph refuses to say", () => {
    expect(endOfSecret("abc8Q~secret", { error: { code: "Authorization_RequestDenied" } }, now)).toBeUndefined()
  })
})
