import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { SignIn } from "@incident-teams/api/sign-in/SignIn"
import { ConfigProvider, Effect, Exit, Redacted } from "effect"
import { HttpClient, HttpClientRequest, HttpClientResponse } from "effect/http"
import { describe, expect, inject, it, onTestFinished } from "vitest"
import { control, tokenOf } from "../../testing/simulated.ts"
import { clientOf, strangerTo } from "../connection/client.ts"
import { satisfyingClaims } from "../connection/satisfyingClaims.ts"
import { accessToken } from "./accessToken.ts"
import { signIn } from "./signIn.ts"
import { forget, lastServer } from "./SignIns.ts"

const { url } = inject("sandbox")

interface Person {
  /** The folder that XDG_STATE_HOME names. */
  readonly home: string
  readonly run: <A, E>(effect: Effect.Effect<A, E>) => Promise<Exit.Exit<A, E>>
}

/** Somebody at this machine, with a home of their own. */
const somebody = async (environment: Readonly<Record<string, string>> = {}): Promise<Person> => {
  const home = await mkdtemp(join(tmpdir(), "console-test-"))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const provider = ConfigProvider.fromEnv({ env: { XDG_STATE_HOME: home, ...environment } })
  return {
    home,
    run: (effect) => Effect.runPromiseExit(Effect.provideService(effect, ConfigProvider.ConfigProvider, provider))
  }
}

/** What the person does who is shown the code. */
const entering =
  (what: unknown) =>
  ({ code }: { readonly code: string }): void =>
    void control("POST", `/device-sign-ins/${code}`, what)

const registered = (changes: Partial<SignIn>, show: Parameters<typeof signIn>[2] = () => {}) =>
  Effect.gen(function* () {
    const how = yield* (yield* strangerTo(url)).signIn.get({})
    return yield* signIn(url, { ...how, ...changes }, show)
  })

const login = (show: (code: { readonly address: string; readonly code: string }) => void) => registered({}, show)

const whoIs = Effect.flatMap(clientOf(url), (client) => client.me.get({}))
const stateOf = (home: string) => join(home, "incident-teams")
const fileOf = (home: string) => join(stateOf(home), `${encodeURIComponent(url)}.json`)

const stored = async (home: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(fileOf(home), "utf8"))

const change = async (home: string, changes: Readonly<Record<string, unknown>>): Promise<void> =>
  writeFile(fileOf(home), JSON.stringify({ ...(await stored(home)), ...changes }))

describe("signing in with a device code", () => {
  it("needs the server's address alone, and is kept where only its owner can read it", async () => {
    const { home, run } = await somebody()
    expect(await run(login(entering({ user: "ben" })))).toMatchObject({
      value: { server: url, username: "ben@woodgrove.example" }
    })
    expect(await run(whoIs)).toMatchObject({ value: { kind: "person", name: "Ben Sample" } })
    expect(await run(lastServer)).toMatchObject({ value: { value: url } })

    expect((await stat(stateOf(home))).mode & 0o777).toBe(0o700)
    const files = await readdir(stateOf(home))
    expect(files).toHaveLength(2)
    for (const file of files) expect((await stat(join(stateOf(home), file))).mode & 0o777).toBe(0o600)
  })

  it("is made with what a policy demands, and then the very same request is sent again", async () => {
    const { home, run } = await somebody()
    await run(login(entering({ user: "ben" })))
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    const sent: Array<readonly [key: string | undefined, isMultifactor: boolean]> = []
    /** As the server answers where Azure demands multifactor authentication. */
    const demanding = HttpClient.make((request) => {
      const payload = Buffer.from(request.headers["authorization"]?.split(".")[1] ?? "", "base64url").toString()
      const isMultifactor = payload.includes('"amr":["pwd","mfa"]')
      sent.push([request.headers["idempotency-key"], isMultifactor])
      const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`
      const response = new Response("{}", {
        status: isMultifactor ? 200 : 401,
        headers: isMultifactor ? {} : { "www-authenticate": challenge }
      })
      return Effect.succeed(HttpClientResponse.fromWeb(request, response))
    })
    const asked = (show: Parameters<typeof satisfyingClaims>[2]) =>
      Effect.gen(function* () {
        const token = yield* accessToken(url)
        const request = HttpClientRequest.post(url, { headers: { "idempotency-key": "once" } })
        const client = satisfyingClaims(url, demanding, show)
        return (yield* client.execute(HttpClientRequest.bearerToken(request, token))).status
      })

    // Nobody is at the terminal: the next sign-in asks for it.
    expect(await run(asked(undefined))).toEqual(Exit.succeed(401))
    expect((await stored(home))["claims"]).toBe(claims)
    expect(await run(asked(entering({ user: "ben" })))).toEqual(Exit.succeed(200))
    expect((await stored(home))["claims"]).toBeUndefined()
    expect(sent).toEqual([
      ["once", false],
      ["once", false],
      ["once", true]
    ])
    expect(await run(asked(undefined))).toEqual(Exit.succeed(200))
  })

  it("shows nothing of a token when it is printed", async () => {
    const { home, run } = await somebody()
    const exit = await run(login(entering({ user: "ben" })))
    const { accessToken: token, cache } = (await stored(home)) as Record<string, string>
    expect(token).toMatch(/^ey/u)
    for (const printed of [String(exit), JSON.stringify(exit)]) {
      expect(printed).not.toContain(token)
      expect(printed).not.toContain(cache)
    }
  })

  it("asks Entra nothing while the token holds", async () => {
    const { home, run } = await somebody()
    await run(login(entering({ user: "ben" })))
    const { accessToken: kept } = await stored(home)
    // Where nobody answers: a request would fail.
    await change(home, { authority: "https://localhost:9" })
    expect(Exit.map(await run(accessToken(url)), Redacted.value)).toEqual(Exit.succeed(kept))
    await change(home, { expiresAt: Date.now(), cache: await agedCache(home) })
    expect(await run(accessToken(url))).toMatchObject({
      cause: { reasons: [{ error: { _tag: "SignInUnavailable" } }] }
    })
  })

  it("renews a token that is about to end, once for calls at the same time, and keeps the new one", async () => {
    const { home, run } = await somebody()
    await run(login(entering({ user: "ben" })))
    await change(home, { accessToken: "an.old.one", expiresAt: Date.now() + 60_000, cache: await agedCache(home) })
    const token = accessToken(url)
    const both = await run(Effect.all([token, token], { concurrency: 2 }))
    const [one, other] = Exit.getSuccess(both).pipe((value) => (value._tag === "Some" ? value.value : []))
    expect(Redacted.value(one!)).toMatch(/^ey/u)
    expect(Redacted.value(one!)).toBe(Redacted.value(other!))
    expect((await stored(home))["accessToken"]).toBe(Redacted.value(one!))
    expect(await run(whoIs)).toMatchObject({ value: { name: "Ben Sample" } })
  })

  it("says that it has ended once Entra gives no more, and how to go on", async () => {
    const { home, run } = await somebody()
    await run(login(entering({ user: "ines" })))
    await change(home, { expiresAt: Date.now(), cache: await agedCache(home, "not.a.token") })
    expect(await run(accessToken(url))).toMatchObject({
      cause: {
        reasons: [
          {
            error: {
              _tag: "NotSignedIn",
              detail: "The sign-in has expired.",
              remedy: `Run: incident-teams login --server ${url}`
            }
          }
        ]
      }
    })
  })

  it.each([
    ["declines", { decline: true }, "The sign-in was declined."],
    ["has a disabled account", { user: "hugo" }, "Microsoft Entra refused the sign-in."]
  ])("keeps nothing when the person %s", async (_, what, detail) => {
    const { home, run } = await somebody()
    expect(await run(login(entering(what)))).toMatchObject({
      cause: { reasons: [{ error: { _tag: "SignInRefused", detail } }] }
    })
    await expect(readdir(stateOf(home))).rejects.toThrow("ENOENT")
  })

  it("is forgotten at logout", async () => {
    const { home, run } = await somebody()
    await run(login(entering({ user: "ben" })))
    expect(await run(forget(url))).toMatchObject({ value: true })
    expect(await run(forget(url))).toMatchObject({ value: false })
    expect(await readdir(stateOf(home))).toEqual(["last-server"])
    expect(await run(whoIs)).toMatchObject({ cause: { reasons: [{ error: { _tag: "NotSignedIn" } }] } })
  })
})

/** MSAL's cache with its access tokens out of date and, where it is told, another refresh token. */
const agedCache = async (home: string, refreshToken?: string): Promise<string> => {
  const cache = JSON.parse(String((await stored(home))["cache"])) as Record<
    string,
    Record<string, Record<string, string>>
  >
  for (const token of Object.values(cache["AccessToken"] ?? {})) {
    Object.assign(token, { expires_on: "1000", extended_expires_on: "1000" })
  }
  for (const token of Object.values(cache["RefreshToken"] ?? {})) {
    if (refreshToken !== undefined) token["secret"] = refreshToken
  }
  return JSON.stringify(cache)
}

describe("a sign-in that can't succeed reports why:", () => {
  it.each<readonly [string, Partial<SignIn>, string, string]>([
    [
      "an application that the tenant doesn't know",
      { clientId: "00000000-0000-4000-8000-00000000dead" },
      "The tenant doesn't know the console's app registration.",
      "CONSOLE_CLIENT_ID"
    ],
    [
      "an API that the tenant doesn't know",
      { scope: "api://00000000-0000-4000-8000-00000000dead/access_as_user" },
      "Microsoft Entra didn't issue a sign-in code for this server.",
      "API_AUDIENCE"
    ],
    [
      "an Entra that isn't there",
      { authority: "https://localhost:9" },
      "Microsoft Entra can't be reached.",
      "connection"
    ]
  ])("%s", async (_, changes, detail, remedy) => {
    const { run } = await somebody()
    expect(await run(registered(changes))).toMatchObject({
      cause: {
        reasons: [{ error: { detail: expect.stringContaining(detail), remedy: expect.stringContaining(remedy) } }]
      }
    })
  })
})

describe("without signing in", () => {
  it("INCIDENT_TEAMS_TOKEN is the token, and nothing is kept", async () => {
    const { home, run } = await somebody({ INCIDENT_TEAMS_TOKEN: await tokenOf("dev") })
    expect(await run(whoIs)).toMatchObject({ value: { name: "Dev Sample" } })
    expect(await readdir(home)).toEqual([])
  })

  it("says so, and what to do", async () => {
    const { run } = await somebody({ INCIDENT_TEAMS_TOKEN: "" })
    expect(await run(whoIs)).toMatchObject({
      cause: { reasons: [{ error: { _tag: "NotSignedIn", detail: `You aren't signed in to ${url}.` } }] }
    })
  })

  it.each([["{"], ['{"version": 99}'], ['{"version": 1, "server": "https://elsewhere.example"}']])(
    "takes a file with %s for nobody, and lets a login replace it",
    async (content) => {
      const { home, run } = await somebody()
      await run(login(entering({ user: "ben" })))
      await writeFile(fileOf(home), content)
      expect(await run(whoIs)).toMatchObject({ cause: { reasons: [{ error: { _tag: "NotSignedIn" } }] } })
      await run(login(entering({ user: "ben" })))
      expect(await run(whoIs)).toMatchObject({ value: { name: "Ben Sample" } })
    }
  )
})
