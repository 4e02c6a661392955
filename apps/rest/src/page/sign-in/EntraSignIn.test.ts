import { createHash } from "node:crypto"
import { Effect, Option, Redacted } from "effect"
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { audience, sample, tenant } from "../../../testing/sampleCallers.ts"
import { authority, issuer, publicKey } from "../../../testing/testTokens.ts"
import * as EntraSignIn from "./EntraSignIn.ts"
import type { Ties } from "./SignIn.ts"

const clientId = audience
const redirectUri = "https://teams.test/sign-in/callback"
const ties: Ties = { state: "the state", nonce: "the nonce", verifier: "the verifier" }

const pair = await generateKeyPair("RS256", { extractable: true })
const published = { ...(await exportJWK(pair.publicKey)), kid: "entra", use: "sig", alg: "RS256" }

const now = () => Math.floor(Date.now() / 1_000)
const claims = (more: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  aud: clientId,
  tid: tenant,
  oid: sample.ben.id,
  name: "Ben Sample",
  nonce: ties.nonce,
  iat: now(),
  exp: now() + 3_600,
  ...more
})
const signed = (payload: JWTPayload, key = pair.privateKey, kid = "entra") =>
  new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid, typ: "JWT" }).sign(key)

/** What Entra answers, address by address; a test puts others in their place. */
let answers: Record<string, (form: URLSearchParams) => Promise<Response> | Response>
let sentForms: Array<Record<string, string>>

const metadata = {
  issuer,
  authorization_endpoint: `${authority}/authorize`,
  token_endpoint: `${authority}/token`,
  jwks_uri: `${authority}/keys`
}

beforeEach(() => {
  sentForms = []
  answers = {
    [`${issuer}/.well-known/openid-configuration`]: () => Response.json(metadata),
    [`${authority}/keys`]: () => Response.json({ keys: [published] }),
    [`${authority}/token`]: async () =>
      Response.json({ id_token: await signed(claims()), access_token: "the access token", refresh_token: "r1" })
  }
  vi.stubGlobal("fetch", async (address: string | URL, init: RequestInit = {}) => {
    const form = init.body instanceof URLSearchParams ? init.body : new URLSearchParams()
    if (init.method === "POST") sentForms.push(Object.fromEntries(form))
    const answer = answers[String(address)]
    if (answer === undefined) throw new Error(`Nothing is at ${String(address)}.`)
    return answer(form)
  })
})
afterEach(() => vi.unstubAllGlobals())

const made = () =>
  EntraSignIn.make(
    { tenant, clientId, authority, redirectUri, scope: `${clientId}/access_as_user` },
    { fields: () => Effect.succeed({ client_id: clientId, client_secret: "s" }), secret: Effect.succeed(Option.none()) }
  )
const redeemed = (code = "the code") =>
  Effect.runPromise(Effect.result(Effect.flatMap(made(), (signIn) => signIn.redeem(code, ties))))
const tokenAnswers = (answer: () => Promise<Response> | Response) => {
  answers[`${authority}/token`] = answer
}
const idToken = (token: Promise<string> | string) =>
  tokenAnswers(async () => Response.json({ id_token: await token, access_token: "the access token" }))

describe("the way to Entra ID", () => {
  it("carries state, nonce and a challenge, never the verifier", async () => {
    const url = await Effect.runPromise(
      Effect.flatMap(made(), (signIn) => signIn.begin(ties, { choose: true, claims: "{}" }))
    )
    expect(url.href).not.toContain("verifier")
    expect(`${url.origin}${url.pathname}`).toBe(`${authority}/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: clientId,
      response_type: "code",
      response_mode: "query",
      redirect_uri: redirectUri,
      scope: `openid profile offline_access ${clientId}/access_as_user`,
      state: ties.state,
      nonce: ties.nonce,
      code_challenge: createHash("sha256").update(ties.verifier).digest("base64url"),
      code_challenge_method: "S256",
      prompt: "select_account",
      claims: "{}"
    })
  })

  it("is asked of Entra once, and again only where that failed", async () => {
    const discovery = vi.fn(answers[`${issuer}/.well-known/openid-configuration`])
    answers[`${issuer}/.well-known/openid-configuration`] = discovery
    discovery.mockImplementationOnce(() => new Response("", { status: 502 }))
    const results = await Effect.runPromise(
      Effect.flatMap(made(), (signIn) =>
        Effect.forEach([1, 2, 3], () => Effect.result(signIn.begin(ties, { choose: false })))
      )
    )
    expect(results.map(({ _tag }) => _tag)).toEqual(["Failure", "Success", "Success"])
    expect(discovery).toHaveBeenCalledTimes(2)
  })

  it.each([
    ["another issuer", { ...metadata, issuer: `${authority}/common/v2.0` }],
    ["no endpoints", { issuer }]
  ])("isn't taken from %s", async (_, found) => {
    answers[`${issuer}/.well-known/openid-configuration`] = () => Response.json(found)
    const result = await Effect.runPromise(
      Effect.result(Effect.flatMap(made(), (signIn) => signIn.begin(ties, { choose: false })))
    )
    expect(result).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInUnavailable" } })
  })
})

describe("a code", () => {
  it("is redeemed with the verifier and the server's own proof, and tells who signed in", async () => {
    expect(await redeemed()).toMatchObject({
      _tag: "Success",
      success: { caller: { _tag: "User", id: sample.ben.id, name: "Ben Sample" }, tenant }
    })
    expect(await redeemed()).toHaveProperty("success.tokens.access", Redacted.make("the access token"))
    expect(sentForms.slice(0, 1)).toEqual([
      {
        grant_type: "authorization_code",
        code: "the code",
        redirect_uri: redirectUri,
        code_verifier: ties.verifier,
        client_id: clientId,
        client_secret: "s"
      }
    ])
  })

  const forged = async () => signed(claims(), (await generateKeyPair("RS256")).privateKey)
  const refusals: ReadonlyArray<readonly [string, () => Promise<string> | string]> = [
    ["of another sign-in", () => signed(claims({ nonce: "another nonce" }))],
    ["without a nonce", () => signed(claims({ nonce: undefined }))],
    ["for another application", () => signed(claims({ aud: "11111111-1111-4111-8111-111111111111" }))],
    ["of another issuer", () => signed(claims({ iss: "https://attacker.example/v2.0" }))],
    ["of another tenant", () => signed(claims({ tid: "99999999-2222-4333-8444-555555555555" }))],
    ["that has expired", () => signed(claims({ exp: now() - 120 }))],
    ["signed by somebody else", forged],
    ["under a key that nobody published", () => signed(claims(), pair.privateKey, "other")],
    ["without a signature", () => new UnsecuredJWT(claims()).encode()],
    ["whose person is no GUID", () => signed(claims({ oid: "root" }))],
    ["that is no token", () => "abc"]
  ]
  it.each(refusals)("answered with an ID token %s signs nobody in", async (_, make) => {
    idToken(make())
    expect(await redeemed()).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInRefused" } })
  })

  it("answered with a token that is signed with the public key as a secret signs nobody in", async () => {
    idToken(
      new SignJWT(claims())
        .setProtectedHeader({ alg: "HS256", kid: "entra" })
        .sign(new TextEncoder().encode(JSON.stringify(publicKey)))
    )
    expect(await redeemed()).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInRefused" } })
  })

  it.each([
    [{ error: "invalid_grant", error_codes: [70008] }, /took too long/u, /Sign in again/u],
    [{ error: "invalid_client", error_codes: [7000215] }, /own credentials/u, /operator of Incident Teams/u],
    [{ error: "<script>" }, /without a reason/u, /Sign in again/u]
  ])("that Entra refuses (%j) is told in words", async (body, detail, remedy) => {
    tokenAnswers(() => Response.json(body, { status: 400 }))
    const result = await redeemed()
    expect(result).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInRefused" } })
    expect(result).toHaveProperty("failure.detail", expect.stringMatching(detail))
    expect(result).toHaveProperty("failure.remedy", expect.stringMatching(remedy))
  })

  it.each([
    ["with 503", () => new Response("busy", { status: 503 })],
    ["with a page", () => new Response("<html>", { status: 200 })],
    ["with nothing that is one", () => Response.json({ token_type: "Bearer" })],
    [
      "not at all",
      () => {
        throw new Error("reset")
      }
    ]
  ])("that is answered %s may be tried later", async (_, answer) => {
    tokenAnswers(answer)
    expect(await redeemed()).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInUnavailable" } })
  })

  it("can't be redeemed while the keys can't be read", async () => {
    answers[`${authority}/keys`] = () => new Response("", { status: 503 })
    expect(await redeemed()).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInUnavailable" } })
  })
})

describe("a refresh token", () => {
  const renewed = () =>
    Effect.runPromise(Effect.result(Effect.flatMap(made(), (signIn) => signIn.renew(Redacted.make("r1")))))

  it("gets the next tokens, and serves again where Entra ID gives no other", async () => {
    tokenAnswers(() => Response.json({ access_token: "the next one" }))
    expect(await renewed()).toMatchObject({
      _tag: "Success",
      success: { access: Redacted.make("the next one"), refresh: Redacted.make("r1") }
    })
    expect(sentForms).toEqual([
      {
        grant_type: "refresh_token",
        refresh_token: "r1",
        scope: `openid profile offline_access ${clientId}/access_as_user`,
        client_id: clientId,
        client_secret: "s"
      }
    ])
  })

  it("that is worth nothing any more is refused", async () => {
    tokenAnswers(() => Response.json({ error: "invalid_grant", error_codes: [70008] }, { status: 400 }))
    expect(await renewed()).toMatchObject({ _tag: "Failure", failure: { _tag: "SignInRefused" } })
  })
})
