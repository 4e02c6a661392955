import { once } from "node:events"
import { createServer } from "node:http"
import { defined } from "@incident-teams/domain/defined"
import { ConfigProvider, Effect, Exit, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import {
  createLocalJWKSet,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
  UnsecuredJWT
} from "jose"
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { applications, audience, sample, tenant } from "../../testing/sampleCallers.ts"
import { sentinelAt } from "../../testing/sampleWorkspace.ts"
import { applicationToken, authority, issuer, publicKey, tokenOf, verifier } from "../../testing/testTokens.ts"
import * as EntraTokens from "./EntraTokens.ts"
import { TokenVerifier } from "./TokenVerifier.ts"

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

/** With the key that signed it in its header, for a verifier that believes the token. */
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

describe("an Authorization header", () => {
  const refusal = (header: string) => Effect.runPromise(Effect.flip(verifier.verify(header)))

  it.each(["Bearer a b", "Bearer ", "Bearer", "Bearer.a.b", "Bearer =a"])(
    "%j isn't one with a token",
    async (header) => {
      expect(await refusal(header)).toMatchObject({
        _tag: "TokenRefused",
        missing: false,
        detail: "The Authorization header doesn't have the form: Bearer <token>."
      })
    }
  )

  it.each(["Basic YTpi", "Negotiate Bearer", "Bearers abc"])(
    "%j has no token, and says how to send one",
    async (header) => {
      expect(await refusal(header)).toMatchObject({
        _tag: "TokenRefused",
        missing: true,
        remedy: "Send an access token as Authorization: Bearer <token>."
      })
    }
  )
})

describe("keys", () => {
  const withKeys = (keys: JWTVerifyGetKey) =>
    EntraTokens.make({ tenant, audience, scope: "access_as_user", authority, keys })
  const refusal = async (keys: JWTVerifyGetKey, token: string) =>
    Effect.runPromise(Effect.flip(withKeys(keys).verify(`Bearer ${token}`)))

  it("that can't be read are our trouble, with its cause, and not the token's", async () => {
    const cause = new TypeError("fetch failed")
    const failure = await refusal(() => Promise.reject(cause), await tokenOf("ben"))
    expect(failure).toMatchObject({ _tag: "KeysUnavailable", cause })
  })

  it("of the same name leave nothing to choose by", async () => {
    const keys = createLocalJWKSet({ keys: [publicKey, { ...(await exportJWK(stranger.publicKey)), kid: "test-key" }] })
    expect(await refusal(keys, await tokenOf("ben"))).toMatchObject({
      _tag: "TokenRefused",
      detail: "The token's header isn't valid for Microsoft Entra ID."
    })
  })

  it("aren't looked for where the header demands what nobody supports", async () => {
    const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: "test-key", crit: ["exotic"], exotic: 1 }))
    const [, body = "", signature = ""] = (await tokenOf("ben")).split(".")
    const token = [header.toString("base64url"), body, signature].join(".")
    expect(await refusal(() => Promise.reject(new Error("asked")), token)).toMatchObject({
      detail: "The token's header isn't valid for Microsoft Entra ID."
    })
  })
})

describe("a verifier by settings", () => {
  const settings = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: audience }
  const built = (more: Readonly<Record<string, string>> = {}) =>
    Effect.runPromise(
      Effect.provide(
        TokenVerifier.use(Effect.succeed),
        Layer.provide(EntraTokens.layer, ConfigProvider.layer(ConfigProvider.fromUnknown({ ...settings, ...more })))
      )
    )

  it("is for the public cloud, the application's own id and one scope where nothing else is set", async () => {
    const cloud = "https://login.microsoftonline.com"
    expect(await built()).toMatchObject({
      signInUrl: `${cloud}/${tenant}/oauth2/v2.0/authorize`,
      tokens: {
        authority: cloud,
        tenant,
        consoleClient: undefined,
        tokenUrl: `${cloud}/${tenant}/oauth2/v2.0/token`,
        scope: `api://${audience}/access_as_user`,
        applicationScope: `api://${audience}/.default`
      }
    })
  })

  it("is for what is set", async () => {
    const consoleClient = "cccccccc-bbbb-4ccc-8ddd-eeeeeeeeeeee"
    const { tokens } = await built({
      AZURE_AUTHORITY_HOST: "https://login.example//",
      API_AUDIENCE: "api://teams",
      API_SCOPE: "act",
      CONSOLE_CLIENT_ID: consoleClient
    })
    expect(tokens).toMatchObject({ authority: "https://login.example", scope: "api://teams/act", consoleClient })
  })

  it("reads the keys that the tenant publishes, and finds a new one from five seconds later on", async () => {
    let published: ReadonlyArray<JWK> = []
    const server = createServer(({ url }, response) => {
      const keys = url === `/${tenant}/discovery/v2.0/keys` ? published : []
      response.setHeader("content-type", "application/json").end(JSON.stringify({ keys }))
    })
    await once(server.listen(0, "127.0.0.1"), "listening")
    onTestFinished(() => void server.close())
    const address = server.address()
    if (address === null || typeof address === "string") throw new Error("A port was asked for.")
    const host = `http://127.0.0.1:${address.port}`
    const { verify: check } = await built({ AZURE_AUTHORITY_HOST: host })
    const token = await tokenOf("ben", { claims: { iss: `${host}/${tenant}/v2.0` } })
    const result = () => Effect.runPromise(Effect.result(check(`Bearer ${token}`)))

    vi.useFakeTimers({ toFake: ["Date"] })
    onTestFinished(() => void vi.useRealTimers())
    expect(await result()).toMatchObject({
      failure: { _tag: "TokenRefused", detail: expect.stringContaining("published key") }
    })
    published = [publicKey]
    vi.setSystemTime(Date.now() + 4_900)
    expect(await result()).toMatchObject({ failure: { _tag: "TokenRefused" } })
    vi.setSystemTime(Date.now() + 101)
    expect(await result()).toMatchObject({ success: { caller: { id: sample.ben.id } } })
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
