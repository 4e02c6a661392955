import { defined } from "@incident-teams/domain/defined"
import { Effect, Exit, Redacted } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from "jose"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { applications, audience, sample, tenant } from "../../testing/sampleCallers.ts"
import { sentinelAt } from "../../testing/sampleWorkspace.ts"
import { applicationToken, issuer, publicKey, tokenOf, verifier } from "../../testing/testTokens.ts"

const verify = (token: string) => Effect.runPromiseExit(verifier.verify(`Bearer ${token}`))
const now = () => Math.floor(Date.now() / 1_000)
const claims = () => ({
  iss: issuer,
  aud: audience,
  tid: tenant,
  oid: sample.ben.id,
  scp: "access_as_user",
  exp: now() + 3_600
})

const stranger = await generateKeyPair("RS256", { extractable: true })

/** With the key that signed it in its header, for whoever is told by a token what to believe. */
const selfMade = async (header: "jwk" | "jku") =>
  tokenOf("ben", {
    key: stranger.privateKey,
    kid: undefined,
    header:
      header === "jwk"
        ? { alg: "RS256", jwk: await exportJWK(stranger.publicKey) }
        : { alg: "RS256", kid: "test-key", jku: "https://keys.example/keys" }
  })

/** Signed with the public key's own text as an HMAC secret: the classic confusion of algorithms. */
const confused = async () => {
  const key = await importJWK(publicKey, "RS256", { extractable: true })
  if (!(key instanceof CryptoKey)) throw new Error("An RSA key was made.")
  return new SignJWT(claims())
    .setProtectedHeader({ alg: "HS256", kid: "test-key" })
    .sign(new TextEncoder().encode(await exportSPKI(key)))
}

const tampered = async () => {
  const [header = "", , signature = ""] = (await tokenOf("dev")).split(".")
  const body = Buffer.from(JSON.stringify({ ...claims(), oid: sample.ben.id })).toString("base64url")
  return `${header}.${body}.${signature}`
}

/** Another last character that decodes to the same bytes. */
const respelled = async () => {
  const token = await tokenOf("dev")
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  // 256 bytes leave 4 spare bits in the last character.
  return `${token.slice(0, -1)}${letters[letters.indexOf(token.slice(-1)) + 1] ?? ""}`
}

const refusals: ReadonlyArray<readonly [string, () => Promise<string> | string, RegExp]> = [
  [
    "signed with another key",
    () => tokenOf("ben", { key: stranger.privateKey }),
    /isn't signed with a published key of Microsoft Entra ID/u
  ],
  ["whose signature is spelled otherwise", respelled, /isn't a signed JSON Web Token/u],
  ["under a key that nobody published", () => tokenOf("ben", { kid: "other" }), /isn't signed with a published key/u],
  ["that names no key", () => tokenOf("ben", { kid: undefined }), /isn't signed with a published key/u],
  ["that brings its own key", () => selfMade("jwk"), /isn't signed with a published key/u],
  ["that says where its key is", () => selfMade("jku"), /isn't signed with a published key/u],
  ["changed after it was signed", tampered, /isn't signed with a published key/u],
  ["without a signature (alg none)", () => new UnsecuredJWT(claims()).encode(), /a signed|RS256/u],
  ["signed by HMAC with the public key", confused, /isn't signed with RS256/u],
  ["expired", () => tokenOf("ben", { lifetime: -120 }), /has expired/u],
  ["not valid yet", () => tokenOf("ben", { claims: { nbf: now() + 300 } }), /isn't valid yet/u],
  ["for another API", () => tokenOf("ben", { claims: { aud: "https://graph.microsoft.com" } }), /for another API/u],
  [
    "of another tenant's issuer",
    () => tokenOf("ben", { claims: { iss: issuer.replace("1111", "9999") } }),
    /issued by/u
  ],
  [
    "of another tenant",
    () => tokenOf("ben", { claims: { tid: "99999999-2222-4333-8444-555555555555" } }),
    /from another tenant/u
  ],
  ["of v1's issuer", () => tokenOf("ben", { claims: { iss: `https://sts.windows.net/${tenant}/` } }), /issued by/u],
  ["without an oid", () => tokenOf("ben", { claims: { oid: undefined } }), /claim oid/u],
  ["without a tid", () => tokenOf("ben", { claims: { tid: undefined } }), /claim tid/u],
  ["without an expiry", () => tokenOf("ben", { lifetime: undefined }), /claim exp/u],
  ["whose oid is no GUID", () => tokenOf("ben", { claims: { oid: "root" } }), /isn't an object ID/u],
  ["without a scope", () => tokenOf("ben", { claims: { scp: undefined } }), /lacks the scope access_as_user/u],
  [
    "of a person, whatever else it holds, without a scope",
    () => tokenOf("ben", { claims: { scp: undefined, idtyp: "user", sub: sample.ben.id } }),
    /lacks the scope access_as_user/u
  ],
  ["for another scope", () => tokenOf("ben", { claims: { scp: "openid profile" } }), /lacks the scope access_as_user/u],
  [
    "of claims that aren't Entra's",
    () => tokenOf("ben", { claims: { roles: "all" } }),
    /aren't those of a Microsoft Entra access token/u
  ],
  [
    "of a sign-in (an ID token)",
    () => tokenOf("ben", { claims: { scp: undefined, azp: undefined, nonce: "n", roles: ["Incident.ReadWrite"] } }),
    /isn't an access token/u
  ],
  ["that is no token", () => "abc", /isn't a signed JSON Web Token/u]
]

/** Both kinds of route, and how each says that it wants another token. */
const surfaces = [
  {
    name: "/v1",
    path: "/v1/favorites",
    body: (why: RegExp) => ({
      type: "/problems/unauthenticated",
      field: "Authorization",
      detail: expect.stringMatching(why)
    })
  },
  {
    name: "the Sentinel-shaped routes",
    path: `${sentinelAt}/incidents?api-version=2025-09-01`,
    body: (why: RegExp) => ({ error: { code: "InvalidAuthenticationToken", message: expect.stringMatching(why) } })
  }
] as const

describe.each(surfaces)("a token for $name", ({ path, body }) => {
  let rest = restUnderTest()
  beforeEach(() => {
    rest = restUnderTest()
  })
  afterEach(() => rest.settled())

  it.each(refusals)("%s is refused with 401 and a challenge", async (_, make, why) => {
    const answer = await rest.send("GET", path, { headers: { authorization: `Bearer ${await make()}` } })
    expect(answer).toMatchObject({ status: 401, body: body(why) })
    expect(answer.headers.get("www-authenticate")).toMatch(
      /^Bearer realm="incident-teams", authorization_uri="https:\/\/login\.test\/[^"]+", error="invalid_token", error_description="[^"]+"$/u
    )
  })

  it.each([
    ["there is none", undefined],
    ["another scheme is tried", "Basic YTpi"]
  ])("is asked for without an error code where %s", async (_, authorization) => {
    const answer = await rest.send("GET", path, { headers: defined({ authorization }) })
    expect(answer).toMatchObject({ status: 401, body: body(/has no access token/u) })
    expect(answer.headers.get("www-authenticate")).toMatch(
      /^Bearer realm="incident-teams", authorization_uri="[^"]+"$/u
    )
  })

  it("isn't taken from anywhere but its header", async () => {
    const token = await tokenOf("ben")
    const elsewhere = `${path}${path.includes("?") ? "&" : "?"}access_token=${token}`
    const answer = await rest.send("GET", elsewhere, { headers: { cookie: `access_token=${token}` } })
    expect(answer).toMatchObject({ status: 401, body: body(/has no access token/u) })
  })
})

describe("a token", () => {
  it("names its person", async () => {
    const session = await Effect.runPromise(verifier.verify(`bearer ${await tokenOf("ben")}`))
    expect(session).toMatchObject({ caller: { _tag: "User", id: sample.ben.id, name: "Ben Sample" }, tenant })
    expect(JSON.stringify(session)).not.toContain("ey")
    expect(Redacted.value(session.token)).toMatch(/^ey/u)
  })

  it("names its application and what it was granted, with idtyp or without", async () => {
    for (const more of [{}, { claims: { idtyp: undefined } }]) {
      const session = await Effect.runPromise(verifier.verify(`Bearer ${await applicationToken("playbook", more)}`))
      expect(session.caller).toEqual({
        _tag: "Application",
        id: applications.playbook.id,
        name: "Playbook",
        roles: ["Team.Create", "Incident.ReadWrite"]
      })
    }
    const without = await Effect.runPromise(verifier.verify(`Bearer ${await applicationToken("stranger")}`))
    expect(without.caller).toMatchObject({ _tag: "Application", roles: [] })
  })

  it("that was verified counts no longer than it lives", async () => {
    const token = await tokenOf("ben", { lifetime: 600 })
    const exits = await Effect.runPromise(
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.now())
        const first = yield* Effect.exit(verifier.verify(`Bearer ${token}`))
        yield* TestClock.adjust("9 minutes")
        const later = yield* Effect.exit(verifier.verify(`Bearer ${token}`))
        yield* TestClock.adjust("3 minutes")
        return [first, later, yield* Effect.exit(verifier.verify(`Bearer ${token}`))]
      }).pipe(Effect.provide(TestClock.layer()))
    )
    expect(exits.map(Exit.isSuccess)).toEqual([true, true, false])
  })

  it("of any other text never gets in, and never counts as our keys' fault", async () => {
    const part = fc.oneof(
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString("base64url"))
    )
    const token = fc.oneof(
      fc.string(),
      fc.tuple(part, part, part).map((parts) => parts.join("."))
    )
    await fc.assert(
      fc.asyncProperty(token, async (text) => {
        const exit = await verify(text)
        expect(JSON.stringify(exit)).toContain("TokenRefused")
      })
    )
  })
})
