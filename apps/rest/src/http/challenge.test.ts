import { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { challenge, claimsOf } from "./challenge.ts"

it("names no error where there was no token", () => {
  expect(challenge({ missing: true, detail: "No token.", claims: "{}" }, "https://login.test")).toBe(
    `Bearer realm="incident-teams", authorization_uri="https://login.test"`
  )
})

it("leaves out what a quoted string can't hold", () => {
  expect(challenge({ missing: false, detail: 'a"b\\c\u00e9d' }, "https://login.test")).toContain(
    'error_description="abcd"'
  )
})

it("takes the claims from a failure that asks for some", () => {
  expect(claimsOf(new NotAuthorized({ reason: "MFA.", claims: "{}" }))).toBe("{}")
  expect(claimsOf(new NotAuthorized({ reason: "No role." }))).toBeUndefined()
  expect(claimsOf({ claims: "{}" })).toBeUndefined()
  expect(claimsOf(undefined)).toBeUndefined()
})

it("says which claims a sign-in lacks, in a form that quotes can't break", () => {
  fc.assert(
    fc.property(fc.json(), (claims) => {
      const header = challenge({ missing: false, detail: "MFA.", claims }, "https://login.test")
      const encoded = /error="insufficient_claims", error_description="MFA\.", claims="([\w+/=]*)"$/u.exec(header)?.[1]
      expect(Buffer.from(encoded ?? "", "base64").toString()).toBe(claims)
    })
  )
})

it("never breaks out of its quotes, with any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (detail) => {
      expect(challenge({ missing: false, detail }, "https://login.test")).toMatch(
        /^Bearer realm="incident-teams", authorization_uri="https:\/\/login\.test", error="invalid_token", error_description="[\x20-\x21\x23-\x5b\x5d-\x7e]*"$/u
      )
    })
  )
})
