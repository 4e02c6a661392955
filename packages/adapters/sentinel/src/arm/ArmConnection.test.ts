import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { asCaller, asSystem } from "@incident-teams/application/ports/Session"
import { withOrigin } from "@incident-teams/application/tracing/Origin"
import { PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { ConfigProvider, Effect, Fiber, Layer, Redacted, Result } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyText } from "../testing/anyText.ts"
import { fakeArm, type FakeOutcome } from "../testing/fakeArm.ts"
import * as ArmConnection from "./ArmConnection.ts"

const ok: FakeOutcome = { status: 200, body: { ok: true } }
const id = "00000000-0000-4000-8000-000000000001"
const ana = asCaller({
  caller: { _tag: "User", id: PersonId.make(id), name: "ana" },
  tenant: TenantId.make(id),
  token: Redacted.make("assertion")
})

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
    const unplugged = await against(["reset"], read)
    expect(unplugged.result).toMatchObject({ failure: { _tag: "ArmUnreachable", cause: "ECONNRESET" } })
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
      failure: { _tag: "ArmUnreachable", reason: expect.stringContaining("20 seconds") }
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

describe("writing", () => {
  it("sends JSON, once, whatever comes of it", async () => {
    for (const outcome of ["reset", { status: 500 }, { status: 503 }, { status: 409 }] as const) {
      const { result, requests } = await against([outcome], put)
      expect(Result.isFailure(result)).toBe(true)
      expect(requests).toHaveLength(1)
    }
    const { requests } = await against([ok], put)
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
    ["https://somebody@management.azure.com"],
    [""]
  ])("ARM_URL can't be %j", (given) => {
    expect(Result.getOrThrow(Result.flip(ArmConnection.armOrigin(given))).message).toContain("ARM_URL must be")
  })

  it("a real cloud's time isn't scaled", async () => {
    const environment = ConfigProvider.layer(ConfigProvider.fromUnknown({ PLATFORM_TIME_SCALE: "100" }))
    const none = { getToken: () => Promise.resolve(null) }
    const nobody = Layer.succeed(EntraCredentials, { application: none, onBehalfOf: () => none })
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
