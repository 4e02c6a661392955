import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { credentialsUnavailable } from "./CredentialsUnavailable.ts"
import { knownCodes } from "./entraErrors.ts"

/** An error as @azure/identity throws it: the code is in the text alone. */
const thrown = (code: string) =>
  Object.assign(new Error(`invalid_grant: 1 - [now]: ${code}: Words. Trace ID: 1`), { name: "AuthenticationError" })

describe("an error of Entra ID", () => {
  it.each([
    ["AADSTS50057", "refused", "administrator", "enable it"],
    ["AADSTS50034", "refused", "administrator", "doesn't exist"],
    ["AADSTS50105", "refused", "administrator", "isn't assigned"],
    ["AADSTS53003", "refused", "administrator", "conditional access"],
    ["AADSTS65001", "refused", "administrator", "Consent is missing"],
    ["AADSTS50055", "refused", "person", "password"],
    ["AADSTS50076", "refused", "person", "multifactor"],
    ["AADSTS50079", "refused", "person", "register"],
    ["AADSTS500133", "refused", "person", "expired"],
    ["AADSTS50173", "refused", "person", "revoked"],
    ["AADSTS7000222", "refused", "operator", "AZURE_CLIENT_SECRET"],
    ["AADSTS700027", "refused", "operator", "certificate"],
    ["AADSTS90033", "unreachable", "operator", "retried"],
    ["AADSTS90055", "unreachable", "operator", "retried"]
  ])("%s is %s, and for the %s to resolve", (code, kind, by, remedy) => {
    const failure = credentialsUnavailable(thrown(code))
    expect(failure).toMatchObject({ kind, by, remedy: expect.stringContaining(remedy) })
    expect(failure.reason).toContain(code)
  })

  it("is a refusal with a remedy where the code isn't known, however long it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 99_999_999 }), (number) => {
        const code = `AADSTS${number}`
        fc.pre(!knownCodes.includes(code))
        expect(credentialsUnavailable(thrown(code))).toMatchObject({
          kind: "refused",
          by: "administrator",
          remedy: expect.stringContaining("Look up the code")
        })
      })
    )
  })
})
