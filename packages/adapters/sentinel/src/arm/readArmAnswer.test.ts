import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyText } from "../testing/anyText.ts"
import { type ArmRefused, ArmUnreachable, describeRefusal, shortened } from "./ArmFailure.ts"
import { readArmAnswer } from "./readArmAnswer.ts"

const now = Date.UTC(2026, 2, 31, 12)
const read = (status: number, text: string, headers: Readonly<Record<string, string>> = {}, timeScale = 1) =>
  readArmAnswer({ status, header: (name) => headers[name], text }, now, timeScale)
const refusal = (...given: Parameters<typeof read>): ArmRefused => {
  const failure = Result.getOrThrow(Result.flip(read(...given)))
  if (failure._tag !== "ArmRefused") throw failure
  return failure
}
const envelope = (code: string, message: string) => JSON.stringify({ error: { code, message } })

describe("readArmAnswer", () => {
  it("hands out the JSON of a success", () => {
    expect(read(200, '{"a":[1]}')).toEqual(Result.succeed({ a: [1] }))
    expect(read(201, "null")).toEqual(Result.succeed(null))
  })

  it("doesn't take half an answer, or a page of HTML, for one", () => {
    for (const text of ['{"value":[{"na', "<html>Sign in</html>", ""]) {
      const failure = Result.getOrThrow(Result.flip(read(299, text)))
      expect(failure).toBeInstanceOf(ArmUnreachable)
      expect(failure).toMatchObject({ reason: "Azure's answer isn't JSON, or was cut off.", connection: false })
    }
  })

  it("reads code, words and the missing action out of a refusal", () => {
    const message =
      "The client 'dev' with object id '1' does not have authorization to perform action " +
      "'Microsoft.SecurityInsights/incidents/write' over scope '/subscriptions/1' or the scope is invalid."
    expect(refusal(403, envelope("AuthorizationFailed", message))).toMatchObject({
      status: 403,
      code: "AuthorizationFailed",
      action: "Microsoft.SecurityInsights/incidents/write"
    })
    expect(refusal(502, "<html>Bad gateway</html>")).toMatchObject({ status: 502, code: "", words: "" })
    expect(refusal(400, '{"error":{"code":null,"message":null}}')).toMatchObject({ code: "", words: "" })
    expect(refusal(302, "")).toMatchObject({ status: 302 })
    expect(refusal(300, "{}")).toMatchObject({ status: 300 })
    expect(refusal(199, "{}")).toMatchObject({ status: 199, code: "", words: "" })
    expect(refusal(400, '{"error":{}}')).toMatchObject({ code: "", words: "" })
    expect(refusal(400, envelope("Bad", "Why."))).toMatchObject({ code: "Bad", words: "Why." })
    expect(refusal(400, envelope("Bad code", "Why."))).toMatchObject({ code: "" })
    expect(refusal(400, envelope("a".repeat(81), "Why."))).toMatchObject({ code: "" })
    expect(refusal(400, "{}")).not.toHaveProperty("afterMillis")
    expect(refusal(403, envelope("No", "perform action 'a b'"))).not.toHaveProperty("action")
  })

  it.each([
    ["5", 5_000],
    ["0", 0],
    [" 7 ", 7_000],
    ["12.25", 12_250],
    ["5 or so", undefined],
    ["1.5", 1_500],
    ["Tue, 31 Mar 2026 12:00:10 GMT", 10_000],
    ["Tue, 31 Mar 2026 11:00:00 GMT", 0],
    ["Tue Mar 31 2026 12:00:10 GMT+0000", 10_000],
    ["2026-03-31T12:00:10Z", 10_000],
    ["999999", 1_800_000],
    ["soon", undefined]
  ])("understands Retry-After: %s", (text, millis) => {
    expect(refusal(429, "", { "retry-after": text }).afterMillis).toBe(millis)
  })

  it("counts Retry-After in the platform's time", () => {
    expect(refusal(429, "", { "retry-after": "5" }, 100).afterMillis).toBe(50)
  })

  it("is told as Azure's, with as much as it said", () => {
    expect(describeRefusal(refusal(400, envelope("Bad", "Why.")))).toBe("Azure answered 400 Bad: Why.")
    expect(describeRefusal(refusal(502, "<html>"))).toBe("Azure answered 502")
  })

  it("never repeats more than a line of what an attacker may have written", () => {
    fc.assert(
      fc.property(anyText(2_000), (message) => {
        const { words } = refusal(400, envelope("BadRequest", message))
        expect(words.length).toBeLessThanOrEqual(240)
        expect(words).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
      })
    )
    expect(shortened("a\u0000\n\u202Eb")).toBe("a b")
    expect(shortened(" a ")).toBe("a")
    expect(shortened("abcd", 4)).toBe("abcd")
    expect(shortened("ab cde", 4)).toBe("ab…")
  })
})
