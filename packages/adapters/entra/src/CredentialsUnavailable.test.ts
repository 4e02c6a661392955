import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { credentialsUnavailable, noAnswer } from "./CredentialsUnavailable.ts"
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

/** As @azure/identity wraps what its library made of an answer of the token endpoint. */
const answered = (error: string, code: string, status: number): Error =>
  Object.assign(
    new Error(`${error}: ${code} - [now]: AADSTS${code}: Words.`, {
      cause: Object.assign(new Error(`${error}: AADSTS${code}`), { name: "ServerError", status })
    }),
    { name: "AuthenticationRequiredError" }
  )

describe("an answer of the token endpoint", () => {
  it.each([
    ["temporarily_unavailable", "90033", 503],
    ["temporarily_unavailable", "99999", 400],
    ["server_error", "99999", 400],
    ["invalid_request", "90012", 400],
    ["invalid_request", "90055", 429],
    ["invalid_request", "99999", 429],
    ["invalid_request", "99999", 408],
    ["invalid_client", "7000215", 500],
    ["invalid_request", "99999", 504]
  ])("is transient, whatever else its code says: %s %s with status %i", (error, code, status) => {
    expect(credentialsUnavailable(answered(error, code, status))).toMatchObject({ kind: "unreachable" })
  })

  it.each([
    ["invalid_client", "7000215"],
    ["invalid_client", "1234567"],
    ["unauthorized_client", "700016"]
  ])("is for the operator to resolve where it denies the application itself: %s %s", (error, code) => {
    expect(credentialsUnavailable(answered(error, code, 401))).toMatchObject({ kind: "refused", by: "operator" })
  })
})

describe("the claims that Entra ID asks for", () => {
  const claims = '{"access_token":{"capolids":{"essential":true,"values":["1"]}}}'
  /** As @azure/identity wraps an InteractionRequiredAuthError. */
  const asking = (code: string, asked: string, error = "interaction_required") =>
    Object.assign(new Error(`${error}: ${code}`, { cause: Object.assign(new Error(code), { claims: asked }) }), {
      name: "AuthenticationRequiredError"
    })

  it.each(["AADSTS50076", "AADSTS50079", "AADSTS50158", "AADSTS98765"])("are kept for the person: %s", (code) => {
    expect(credentialsUnavailable(asking(code, claims))).toMatchObject({ kind: "refused", by: "person", claims })
  })

  it("make the person sign in again where no known code says what to do, and only with an interaction to complete", () => {
    expect(credentialsUnavailable(asking("AADSTS98765", claims))).toMatchObject({
      remedy: "Entra ID requires an additional step: sign in again and complete it."
    })
    expect(credentialsUnavailable(asking("AADSTS98765", claims, "invalid_grant")).by).toBe("administrator")
    expect(credentialsUnavailable(asking("AADSTS98765", "")).by).toBe("administrator")
  })

  it("aren't passed on where a policy blocks the person, as no sign-in satisfies it", () => {
    const blocked = credentialsUnavailable(asking("AADSTS53003", claims))
    expect(blocked).toMatchObject({ kind: "refused", by: "administrator" })
    expect(blocked.claims).toBeUndefined()
  })

  it("are none where Entra sends none, or no JSON object", () => {
    for (const sent of ["", "nothing", "[]", "null"]) {
      expect(credentialsUnavailable(asking("AADSTS50076", sent)).claims).toBeUndefined()
    }
  })
})

it("is transient where nothing answered", () => {
  const failure = credentialsUnavailable(new TypeError("fetch failed"))
  expect(failure).toMatchObject({
    kind: "unreachable",
    reason: "Entra ID can't be reached, or its answer is invalid."
  })
  expect(failure.message).toBe(`${failure.reason} ${failure.remedy}`)
  expect(noAnswer(30_000)).toMatchObject({
    kind: "unreachable",
    reason: "Entra ID issued no token within 30 s."
  })
  const unavailable = new Error("temporarily_unavailable", { cause: new Error("Words.") })
  expect(credentialsUnavailable(unavailable)).toMatchObject({
    kind: "unreachable",
    reason: "Entra ID can't issue a token right now (no code)."
  })
})

it("is for the operator to resolve where the certificate can't be read", () => {
  expect(credentialsUnavailable(new Error("ENOENT: no such file or directory, open '/app.pem'"))).toMatchObject({
    kind: "refused",
    reason: "The certificate of the application can't be read.",
    remedy: "Set AZURE_CLIENT_CERTIFICATE_PATH to a PEM file with an RSA certificate and its private key.",
    by: "operator"
  })
})

it("is what we said ourselves where the library wraps it", () => {
  const ours = noAnswer(1_000)
  expect(credentialsUnavailable(new Error("AADSTS50057", { cause: ours }))).toBe(ours)
})
