import { Effect, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { tokenOf } from "../../testing/testTokens.ts"
import { make } from "./RateLimit.ts"

const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(Effect.provide(effect, TestClock.layer()))

describe("the rate limit", () => {
  it("lets a minute's requests through at once, then as many as fill up, and says when", () =>
    run(
      Effect.gen(function* () {
        const { take } = make(60)
        for (let request = 0; request < 60; request++) yield* take("ana")
        expect(yield* Effect.flip(take("ana"))).toMatchObject({
          _tag: "RateExceeded",
          perMinute: 60,
          authenticated: true,
          afterMillis: 1_000,
          resetSeconds: 60
        })
        yield* TestClock.adjust(400)
        expect(yield* Effect.flip(take("ana"))).toMatchObject({ afterMillis: expect.closeTo(600, 3) })
        yield* take("ben")
        yield* TestClock.adjust(600)
        yield* take("ana")
        expect(Exit.isFailure(yield* Effect.exit(take("ana")))).toBe(true)
      })
    ))

  it("says of a refusal whether it is that of a caller or of an address", () =>
    run(
      Effect.gen(function* () {
        const { take, takeUnauthenticated } = make(1)
        yield* take("192.0.2.1")
        yield* takeUnauthenticated("192.0.2.1")
        expect(yield* Effect.flip(take("192.0.2.1"))).toMatchObject({ authenticated: true })
        expect(yield* Effect.flip(takeUnauthenticated("192.0.2.1"))).toMatchObject({ authenticated: false })
      })
    ))

  it("refuses late who asks without end, nobody else, and who pauses for a minute promptly again", () =>
    run(
      Effect.gen(function* () {
        const { take } = make(1)
        const refused = Effect.map(
          Effect.forkChild(Effect.flip(take("greta")), { startImmediately: true }),
          (fiber) => ({
            fiber,
            isPrompt: fiber.pollUnsafe() !== undefined
          })
        )
        yield* take("greta")
        for (let refusal = 0; refusal < 60; refusal++) expect((yield* refused).isPrompt).toBe(true)
        const { fiber, isPrompt } = yield* refused
        expect(isPrompt).toBe(false)
        yield* take("ana")
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(fiber)).toMatchObject({ _tag: "RateExceeded" })
        yield* TestClock.adjust("1 minute")
        yield* take("greta")
        expect((yield* refused).isPrompt).toBe(true)
      })
    ))

  it("never lets more through than a full bucket and what has filled up, whenever they come", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 100 }),
        (perMinute, pauses) =>
          run(
            Effect.gen(function* () {
              const { take } = make(perMinute)
              let [through, passed] = [0, 0]
              for (const pause of pauses) {
                yield* TestClock.adjust(pause)
                const taking = yield* Effect.forkChild(Effect.exit(take("ana")), { startImmediately: true })
                const late = taking.pollUnsafe() === undefined
                if (late) yield* TestClock.adjust(1_000)
                passed += pause + (late ? 1_000 : 0)
                if (Exit.isSuccess(yield* Fiber.join(taking))) through += 1
              }
              expect(through).toBeLessThanOrEqual(perMinute + (passed * perMinute) / 60_000 + 1e-6)
              expect(through).toBeGreaterThanOrEqual(Math.min(pauses.length, perMinute))
            })
          )
      )
    ))
})

describe("requests without a valid token", () => {
  const rest = restUnderTest({ requestsPerMinute: 3 })
  afterAll(() => rest.settled())

  it("are refused as too many above the limit, are logged once, and never keep out who has one", async () => {
    const ask = (headers: Readonly<Record<string, string>> = {}) => rest.send("GET", "/v1/workspaces", { headers })
    for (let request = 0; request < 3; request++) expect(await ask()).toMatchObject({ status: 401 })
    const refused = await ask({ authorization: "Bearer forged" })
    expect(refused).toMatchObject({ status: 429, body: { type: "/problems/too-many-requests" } })
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(refused.headers.has("ratelimit-limit")).toBe(false)
    expect(await ask({ authorization: `Bearer ${await tokenOf("ben", { lifetime: -600 })}` })).toMatchObject({
      status: 401,
      body: { detail: "The token has expired." }
    })
    expect(await rest.send("GET", "/v1/workspaces", { as: "dev" })).toMatchObject({ status: 200 })
    const lines = rest.logged.filter((line) => /Requests without a valid token/u.test(line))
    expect(lines).toHaveLength(1)
    expect(rest.logged.some((line) => line.includes('"status":401'))).toBe(false)
  })
})

describe("what is left of the rate", () => {
  const rest = restUnderTest({ requestsPerMinute: 60 })
  afterAll(() => rest.settled())

  it("is in every response to an authenticated caller, whatever its status, on both surfaces", async () => {
    const left = async (path: string) => {
      const { headers } = await rest.send("GET", path, { as: "ben" })
      return ["limit", "remaining", "reset"].map((name) => Number(headers.get(`ratelimit-${name}`)))
    }
    for (const [index, path] of [
      "/v1/workspaces",
      "/v1/incidents?unknown=1",
      "/v1/events",
      "/subscriptions/x?api-version=2025-09-01"
    ].entries()) {
      const [limit, remaining, reset] = await left(path)
      expect([path, limit]).toEqual([path, 60])
      expect(remaining).toBeGreaterThanOrEqual(59 - index)
      expect(remaining).toBeLessThan(60)
      expect(reset).toBeLessThanOrEqual(index + 1)
    }
  })
})

describe("a caller over the limit", () => {
  const rest = restUnderTest({ requestsPerMinute: 3 })
  afterAll(() => rest.settled())

  it("is told to wait, on both surfaces, and nobody else is", async () => {
    const ask = (as: "ben" | "dev") => rest.send("GET", "/v1/workspaces", { as })
    for (let request = 0; request < 3; request++) expect(await ask("ben")).toMatchObject({ status: 200 })
    const refused = await ask("ben")
    expect(refused).toMatchObject({
      status: 429,
      body: {
        type: "/problems/too-many-requests",
        remedy: expect.stringMatching(/^Wait \d+ seconds?\. To follow changes, use GET \/v1\/events,/u)
      }
    })
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(refused.body.retryAfter).toBeLessThanOrEqual(20)
    expect(refused.headers.get("ratelimit-remaining")).toBe("0")
    const arm = await rest.send("GET", "/subscriptions/x?api-version=2025-09-01", { as: "ben" })
    expect(arm).toMatchObject({ status: 429, body: { error: { code: "TooManyRequests" } } })
    expect(Number(arm.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(await ask("dev")).toMatchObject({ status: 200 })
    expect(await rest.send("GET", "/healthz")).toMatchObject({ status: 200 })
  })
})
