import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { claimsChallenged, claimsRequest } from "./claimsRequest.ts"

const policy = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
const base64 = (text: string) => Buffer.from(text).toString("base64")

describe("the challenge of a service", () => {
  it.each([
    [`Bearer error="insufficient_claims", claims="${base64(policy)}"`],
    [
      `Bearer realm="", authorization_uri="https://login.test", error="insufficient_claims", claims="${base64(policy)}"`
    ],
    [`Bearer error=insufficient_claims, claims=${base64(policy)}`],
    [`Basic realm="x", Bearer claims="${Buffer.from(policy).toString("base64url")}", error=insufficient_claims`]
  ])("says which claims a sign-in lacks: %s", (header) => {
    expect(claimsChallenged(header)).toBe(policy)
  })

  it.each([
    [undefined],
    [`Bearer error="invalid_token", claims="${base64(policy)}"`],
    [`Bearer error="insufficient_claims"`],
    [`Bearer error="insufficient_claims", claims="${base64("nothing")}"`]
  ])("is none where it lacks the error or the claims: %s", (header) => {
    expect(claimsChallenged(header)).toBeUndefined()
  })
})

it("is always the JSON of an object without line breaks, whatever was sent", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const request = claimsRequest(text)
      if (request === undefined) return
      expect(JSON.parse(request)).toEqual(JSON.parse(text))
      expect(request).toMatch(/^\{[^\r\n]*\}$/u)
    })
  )
  expect(claimsRequest(JSON.stringify({ a: "x".repeat(4_000) }))).toBeUndefined()
})

it("has at most 4,000 characters", () => {
  const ofLength = (length: number) => `{"a":"${"x".repeat(length - 8)}"}`
  expect(claimsRequest(ofLength(4_000))).toBe(ofLength(4_000))
  expect(claimsRequest(ofLength(4_001))).toBeUndefined()
})
