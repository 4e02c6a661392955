import { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { TokenRefused } from "../authentication/TokenVerifier.ts"
import { challenge } from "./challenge.ts"

it("names no error where there was no token", () => {
  const failure = new TokenRefused({ missing: true, detail: "No token.", remedy: "Send one." })
  expect(challenge(failure, "No token.", "https://login.test")).toBe(
    `Bearer realm="incident-teams", authorization_uri="https://login.test"`
  )
})

it("leaves out what a quoted string can't hold", () => {
  expect(challenge(undefined, 'a"b\\c\u00e9d', "https://login.test")).toContain('error_description="abcd"')
})

it.each([
  new TokenRefused({ missing: false, detail: "Expired.", remedy: "Get another." }),
  new NotAuthorized({ reason: "No role." }),
  { claims: "{}", missing: true },
  undefined
])("finds the token invalid for what neither lacks one nor asks for claims: %j", (failure) => {
  expect(challenge(failure, "Why.", "https://login.test")).toMatch(
    /, error="invalid_token", error_description="Why\."$/u
  )
})

it("says which claims a sign-in lacks, in a form that quotes can't break", () => {
  fc.assert(
    fc.property(fc.json(), (claims) => {
      const header = challenge(new NotAuthorized({ reason: "MFA.", claims }), "MFA.", "https://login.test")
      const encoded = /error="insufficient_claims", error_description="MFA\.", claims="([\w+/=]*)"$/u.exec(header)?.[1]
      expect(Buffer.from(encoded ?? "", "base64").toString()).toBe(claims)
    })
  )
})

it("never breaks out of its quotes, with any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (detail) => {
      expect(challenge(undefined, detail, "https://login.test")).toMatch(
        /^Bearer realm="incident-teams", authorization_uri="https:\/\/login\.test", error="invalid_token", error_description="[\x20-\x21\x23-\x5b\x5d-\x7e]*"$/u
      )
    })
  )
})
