import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { asCaller, asSystem, type OnBehalf } from "@incident-teams/application/ports/Session"
import { withOrigin } from "@incident-teams/application/tracing/Origin"
import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import {
  Cause,
  Clock,
  ConfigProvider,
  Effect,
  Exit,
  Fiber,
  Layer,
  Logger,
  Redacted,
  References,
  Result,
  Tracer
} from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyText } from "../testing/anyText.ts"
import { fakeArm, type FakeOutcome } from "../testing/fakeArm.ts"
import * as ArmConnection from "./ArmConnection.ts"
import { ArmTokenRefused } from "./ArmFailure.ts"
import { ArmTokens } from "./ArmTokens.ts"

const ok: FakeOutcome = { status: 200, body: { ok: true } }
const id = "00000000-0000-4000-8000-000000000001"
const ana = asCaller({
  caller: { _tag: "User", id: PersonId.make(id), name: "ana" },
  tenant: TenantId.make(id),
  token: Redacted.make("assertion")
})

const none = { getToken: () => Promise.resolve(null) }
const nobody = Layer.succeed(EntraCredentials, { application: none, onBehalfOf: () => none })
const fakeTokens = Layer.succeed(ArmTokens, { tokenFor: () => Effect.succeed(Redacted.make("token")) })

/** Answers one after the other, the last one for ever; time passes on its own. */
const against = async <A, E>(
  outcomes: ReadonlyArray<FakeOutcome>,
  call: (arm: ArmConnection.ArmConnection["Service"]) => Effect.Effect<A, E>
) => {
  let at = 0
  const arm = fakeArm(() => outcomes[Math.min(at++, outcomes.length - 1)]!)
  const result = await Effect.runPromise(
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(
        Effect.result(Effect.flatMap(ArmConnection.ArmConnection, (connection) => call(connection)))
      )
      // In steps: a retry begins to wait only once the answer before it has come.
      for (let step = 0; step < 25; step++) yield* TestClock.adjust("1 second")
      return yield* Fiber.join(fiber)
    }).pipe(Effect.provide(arm.layer), Effect.provide(TestClock.layer()))
  )
  return { result, requests: arm.requests }
}

const read = (arm: ArmConnection.ArmConnection["Service"]) => arm.read(arm.at("/x", { "api-version": "1" }), asSystem)
const put = (arm: ArmConnection.ArmConnection["Service"]) => arm.put(arm.at("/x", {}), ana, { a: 1 })

describe("reading", () => {
  it("goes to ARM with the token of whom it is for", async () => {
    const { result, requests } = await against([ok], (arm) => arm.read(arm.at("/x", { $filter: "a eq 'b c'" }), ana))
    expect(result).toEqual(Result.succeed({ ok: true }))
    expect(requests.map(({ method, url, headers }) => [method, url, headers.get("authorization")])).toEqual([
      ["GET", "https://arm.example/x?$filter=a%20eq%20%27b%20c%27", "Bearer of-ana"]
    ])
    expect(requests[0]?.headers.get("x-ms-client-request-id")).toMatch(/^[0-9a-f-]{36}$/u)
  })

  it("tells Azure on whose account it calls", async () => {
    const requestId = "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"
    const { requests } = await against([{ status: 503 }, ok], (arm) => withOrigin({ requestId })(read(arm)))
    expect(requests.map(({ headers }) => headers.get("x-ms-client-request-id"))).toEqual([requestId, requestId])
  })

  it("lists by POST without a body", async () => {
    const { requests } = await against([ok], (arm) => arm.read(arm.at("/x", {}), asSystem, "POST"))
    expect(requests[0]).toMatchObject({ method: "POST" })
    expect(requests[0]?.body).toBeUndefined()
    expect(requests[0]?.headers.get("content-type")).toBeUndefined()
  })

  it("is repeated twice on a broken connection and a passing defect, and not more", async () => {
    const healed = await against(["reset", { status: 502 }, ok], read)
    expect(healed.result).toEqual(Result.succeed({ ok: true }))
    expect(healed.requests).toHaveLength(3)
    const broken = await against([{ status: 500, body: "<html>" }], read)
    expect(broken.result).toMatchObject({ _tag: "Failure", failure: { _tag: "ArmRefused", status: 500 } })
    expect(broken.requests).toHaveLength(3)
    const slow = await against([{ status: 408 }, ok], read)
    expect(slow.requests).toHaveLength(2)
    const unplugged = await against(["reset"], read)
    expect(unplugged.result).toMatchObject({ failure: { _tag: "ArmUnreachable", cause: "ECONNRESET" } })
  })

  it("is repeated after a fifth of a second, and four fifths, of the platform's time", async () => {
    const at: Array<number> = []
    const settings = { url: new URL("https://arm.example"), apiVersion: "1", timeScale: 10 }
    await Effect.runPromise(
      Effect.gen(function* () {
        const clock = yield* Clock.Clock
        const client = {
          sendRequest: () => {
            at.push(clock.currentTimeMillisUnsafe())
            return Promise.reject(new Error("Broken."))
          }
        }
        const arm = yield* ArmConnection.make(settings, client)
        const reading = yield* Effect.forkChild(Effect.exit(read(arm)))
        while (reading.pollUnsafe() === undefined) {
          yield* Effect.promise(() => Promise.resolve())
          yield* TestClock.adjust(1)
        }
      }).pipe(Effect.provide(fakeTokens), Effect.provide(TestClock.layer()))
    )
    const [first = 0, second = 0, third = 0] = at
    expect(at).toHaveLength(3)
    // Jittered by a fifth; a moment more, as the test's time goes on while an answer comes.
    expect(second - first).toBeGreaterThanOrEqual(16)
    expect(second - first).toBeLessThan(40)
    expect(third - second).toBeGreaterThanOrEqual(64)
    expect(third - second).toBeLessThan(120)
  })

  it.each([
    ["when it is told to wait", { status: 503, headers: { "retry-after": "5" } }],
    ["when it is throttled", { status: 429, headers: { "retry-after": "5" } }],
    ["when it is refused", { status: 403 }],
    ["when it isn't there", { status: 404 }],
    ["when it can't be understood", { status: 200, body: "half of" }]
  ])("isn't repeated %s", async (_when, outcome) => {
    const { result, requests } = await against([outcome], read)
    expect(Result.isFailure(result)).toBe(true)
    expect(requests).toHaveLength(1)
  })

  it("ends after 20 seconds, and ends its request with it", async () => {
    const { result, requests } = await against(["never"], read)
    expect(result).toMatchObject({
      failure: {
        _tag: "ArmUnreachable",
        reason: "No answer from Azure within 20 seconds.",
        connection: false,
        cause: undefined
      }
    })
    expect(requests).toHaveLength(1)
    expect(requests[0]?.abortSignal?.aborted).toBe(true)
  })

  it("shows no token in what it fails with", async () => {
    for (const outcome of ["reset", { status: 401 }] as const) {
      const { result } = await against([outcome], (arm) => arm.read(arm.at("/x", {}), ana))
      expect(JSON.stringify(result)).not.toContain("of-ana")
    }
  })
})

describe("a call", () => {
  const heard = async (outcome: FakeOutcome, path: string) => {
    const spans: Array<Tracer.Span> = []
    const lines: Array<unknown> = []
    const { layer } = fakeArm(() => outcome)
    await Effect.runPromise(
      Effect.flatMap(ArmConnection.ArmConnection, (arm) => Effect.exit(arm.read(arm.at(path, { a: "1" }), ana))).pipe(
        Effect.provide(layer),
        Effect.provideService(
          Tracer.Tracer,
          Tracer.make({
            span: (options) => {
              const span = new Tracer.NativeSpan(options)
              spans.push(span)
              return span
            }
          })
        ),
        Effect.provideService(References.MinimumLogLevel, "Debug"),
        Effect.provide(
          Logger.layer([
            Logger.make(({ message, fiber }) => {
              lines.push([String(message), fiber.getRef(References.CurrentLogAnnotations)])
            })
          ])
        )
      )
    )
    return { lines, spans: spans.map(({ name, kind, attributes }) => [name, kind, Object.fromEntries(attributes)]) }
  }
  const path =
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w" +
    "/providers/Microsoft.SecurityInsights/incidents/7/comments/1"

  it("is a span that names what it is about and not whose, and a line for who looks closely", async () => {
    const { lines, spans } = await heard({ status: 404, headers: { "x-ms-request-id": "mark" } }, path)
    expect(spans).toEqual([
      [
        "Azure: GET Microsoft.SecurityInsights/incidents/comments",
        "client",
        {
          "http.request.method": "GET",
          "url.path": path,
          "http.response.status_code": 404,
          "azure.request_id": "mark"
        }
      ]
    ])
    expect(lines).toEqual([["Azure answered", { method: "GET", path, status: 404, azureRequestId: "mark" }]])
  })

  it("goes without a mark of Azure's where there is none", async () => {
    const { spans } = await heard({ status: 200 }, "/")
    expect(spans).toMatchObject([["Azure: GET /", "client", { "azure.request_id": "none" }]])
  })

  it("says who calls, and which answer is taken", async () => {
    const { requests } = await against([ok], read)
    expect(requests[0]?.headers.get("user-agent")).toMatch(/^incident-teams /u)
    expect(requests[0]?.headers.get("accept")).toBe("application/json")
  })

  it.each([
    ["https://management.usgovcloudapi.net", "https://management.usgovcloudapi.net/.default"],
    ["https://management.chinacloudapi.cn", "https://management.chinacloudapi.cn/.default"],
    ["https://management.azure.com", "https://management.azure.com/.default"],
    ["https://localhost:8443", "https://management.azure.com/.default"]
  ])("of %s carries a token of its cloud", async (url, scope) => {
    const scopes: Array<string> = []
    const tokens = Layer.succeed(ArmTokens, {
      tokenFor: (_, asked) => {
        scopes.push(asked)
        return Effect.succeed(Redacted.make("token"))
      }
    })
    const settings = { url: new URL(url), apiVersion: "1", timeScale: 1 }
    const broken = { sendRequest: () => Promise.reject(new Error("Nothing is sent.")) }
    await Effect.runPromise(
      Effect.flatMap(ArmConnection.make(settings, broken), (arm) => Effect.exit(put(arm))).pipe(Effect.provide(tokens))
    )
    expect(scopes).toEqual([scope])
  })

  it.each([
    [new Error("said"), "Error"],
    [Object.assign(new Error("said"), { code: "ECONNRESET" }), "ECONNRESET"],
    [Object.assign(new TypeError("said"), { code: 7 }), "TypeError"],
    ["said", "string"]
  ])("that breaks tells the kind of error and nothing that it says (%s)", async (thrown, cause) => {
    const settings = { url: new URL("https://arm.example"), apiVersion: "1", timeScale: 1 }
    const broken = {
      sendRequest: () =>
        // A library may reject with anything.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        Promise.reject(thrown)
    }
    const failure = await Effect.runPromise(
      Effect.flatMap(ArmConnection.make(settings, broken), (arm) => Effect.flip(put(arm))).pipe(
        Effect.provide(fakeTokens)
      )
    )
    expect(failure).toMatchObject({
      _tag: "ArmUnreachable",
      reason: "Azure can't be reached.",
      connection: true,
      cause
    })
  })
})

describe("a token that Azure rejects", () => {
  const rejected = (code?: string, challenge?: string): FakeOutcome => ({
    status: 401,
    ...(code === undefined ? {} : { body: { error: { code, message: "No." } } }),
    ...(challenge === undefined ? {} : { headers: { "www-authenticate": challenge } })
  })
  const failureOf = async (outcome: FakeOutcome, on: OnBehalf) => {
    const { requests, result } = await against([outcome], (arm) => arm.read(arm.at("/x", {}), on))
    expect(requests).toHaveLength(1)
    return Result.getOrThrow(Result.flip(result))
  }

  it("is a person's to renew", async () => {
    expect(await failureOf(rejected("InvalidAuthenticationToken"), ana)).toEqual(
      new ArmTokenRefused({
        reason: "Azure rejected the token (InvalidAuthenticationToken).",
        remedy: "Sign in again.",
        by: "person"
      })
    )
    expect(await failureOf(rejected(), ana)).toMatchObject({ reason: "Azure rejected the token (401)." })
  })

  it("tells the claims that the next sign-in has to carry", async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`
    expect(await failureOf(rejected("InvalidAuthenticationToken", challenge), ana)).toMatchObject({
      remedy: "Azure requires more of the sign-in, such as multifactor authentication: sign in again with it.",
      claims
    })
  })

  it("is the installation's trouble where it is ours", async () => {
    const application = asCaller({
      caller: { _tag: "Application", id: ApplicationId.make(id), name: "playbook", roles: [] },
      tenant: TenantId.make(id),
      token: Redacted.make("assertion")
    })
    for (const on of [application, asSystem]) {
      expect(await failureOf(rejected("ExpiredAuthenticationToken"), on)).toMatchObject({
        _tag: "InstallationTrouble",
        kind: "credentials",
        reason: "Azure rejected the application's token (ExpiredAuthenticationToken).",
        remedy: expect.stringContaining("AZURE_CLIENT_ID")
      })
    }
    expect(await failureOf({ status: 403 }, ana)).toMatchObject({ _tag: "ArmRefused", status: 403 })
  })
})

describe("writing", () => {
  it("tells whether it created, and whether there was anything to delete", async () => {
    const upsert = (arm: ArmConnection.ArmConnection["Service"]) => arm.upsert(arm.at("/x", {}), ana, { a: 1 })
    const created = await against([{ status: 201, body: { made: 1 } }], upsert)
    expect(created.result).toEqual(Result.succeed({ status: 201, answer: { made: 1 } }))
    const remove = (arm: ArmConnection.ArmConnection["Service"]) => arm.delete(arm.at("/x", {}), ana)
    for (const status of [200, 204]) {
      const { requests, result } = await against([{ status, body: "" }], remove)
      expect(result).toEqual(Result.succeed(status))
      expect(requests).toMatchObject([{ method: "DELETE" }])
    }
    const denied = await against([{ status: 403, body: { error: { code: "No", message: "No." } } }], remove)
    expect(denied.result).toMatchObject({ failure: { _tag: "ArmRefused", code: "No" } })
    const half = await against([{ status: 200, body: "" }], put)
    expect(half.result).toMatchObject({ failure: { _tag: "ArmUnreachable" } })
  })

  it("sends JSON, once, whatever comes of it", async () => {
    for (const outcome of ["reset", { status: 500 }, { status: 503 }, { status: 409 }] as const) {
      const { result, requests } = await against([outcome], put)
      expect(Result.isFailure(result)).toBe(true)
      expect(requests).toHaveLength(1)
    }
    const { requests, result } = await against([ok], put)
    expect(result).toEqual(Result.succeed({ ok: true }))
    expect(requests[0]).toMatchObject({ method: "PUT", body: '{"a":1}' })
    expect(requests[0]?.headers.get("content-type")).toBe("application/json")
  })
})

describe("addresses", () => {
  it("carry any text as it is, and never another host", () => {
    const { layer } = fakeArm(() => ok)
    const arm = Effect.runSync(Effect.provide(ArmConnection.ArmConnection, layer))
    fc.assert(
      fc.property(anyText(), (text) => {
        const url = arm.at("/x", { $filter: text, $top: "1" })
        expect([url.origin, url.pathname, url.hash]).toEqual(["https://arm.example", "/x", ""])
        expect(url.searchParams.get("$filter")).toBe(text.toWellFormed())
        expect([...url.searchParams.keys()]).toEqual(["$filter", "$top"])
      })
    )
  })

  it.each([
    ["http://management.azure.com"],
    ["management.azure.com"],
    ["https://management.azure.com/path"],
    ["https://management.azure.com?x=1"],
    ["https://management.azure.com#x"],
    ["https://somebody@management.azure.com"],
    [""]
  ])("ARM_URL can't be %j", (given) => {
    expect(Result.getOrThrow(Result.flip(ArmConnection.armOrigin(given))).message).toBe(
      `ARM_URL must be an https address without a path, such as https://management.azure.com, not "${given}".`
    )
  })

  it("are those of the environment, or of the public cloud", async () => {
    const settingsFrom = (environment: Readonly<Record<string, string>>) =>
      Effect.runPromiseExit(
        Effect.map(ArmConnection.ArmConnection, ({ settings }) => settings).pipe(
          Effect.provide(ArmConnection.layer),
          Effect.provide(nobody),
          Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))
        )
      )
    expect(await settingsFrom({})).toEqual(
      Exit.succeed({ url: new URL("https://management.azure.com"), apiVersion: "2025-09-01", timeScale: 1 })
    )
    const scaled = {
      ARM_URL: "https://localhost:8443",
      ARM_API_VERSION: "2025-10-01-preview",
      PLATFORM_TIME_SCALE: "9"
    }
    expect(await settingsFrom(scaled)).toEqual(
      Exit.succeed({ url: new URL("https://localhost:8443"), apiVersion: "2025-10-01-preview", timeScale: 9 })
    )
    for (const version of ["2025-9-01", "x2025-09-01", "2025-09-01x", "2025-09-01-preview2", "latest"]) {
      const exit = await settingsFrom({ ARM_API_VERSION: version })
      expect(String(Exit.isFailure(exit) && Cause.squash(exit.cause))).toContain("an api-version such as 2025-09-01")
    }
  })

  it("a real cloud's time isn't scaled", async () => {
    const environment = ConfigProvider.layer(ConfigProvider.fromUnknown({ PLATFORM_TIME_SCALE: "100" }))
    const failure = await Effect.runPromise(
      Effect.flip(Layer.build(ArmConnection.layer)).pipe(
        Effect.scoped,
        Effect.provide(nobody),
        Effect.provide(environment)
      )
    )
    expect(failure.message).toContain("Leave PLATFORM_TIME_SCALE out")
  })
})
