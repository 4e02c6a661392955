import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Cause, Effect, Exit, Fiber, Layer, Logger, Metric, References } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { TestClock } from "effect/testing"
import { describe, expect, it, vi } from "vitest"
import { version } from "../../testing/armRequests.ts"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import type { TestCaller } from "../../testing/testTokens.ts"
import { defaultAdmissionTerms, make } from "./Admission.ts"

const terms = { ...defaultAdmissionTerms, requestsAtOnce: 16 }

describe("a body that is arriving", () => {
  const never = () => Effect.never
  const run = <A, E>(effect: Effect.Effect<A, E>) => Effect.runPromise(effect)

  it("takes no place, and the next caller's body is received, however many one caller begins", () =>
    run(
      Effect.gen(function* () {
        const { enter, receive } = make(terms)
        for (let begun = 0; begun < 2; begun++) yield* Effect.forkChild(receive("greta", never))
        yield* Effect.yieldNow
        expect(yield* Effect.flip(receive("greta", never))).toMatchObject({
          _tag: "CallerBusy",
          of: "bodies",
          underWay: 2
        })
        expect(yield* receive("ana", () => Effect.succeed("read"))).toBe("read")
        yield* enter("greta")
      })
    ))

  it("is refused once one caller's bodies are too large together, and leaves nothing behind", () =>
    run(
      Effect.gen(function* () {
        const { receive } = make(terms)
        const large = 9 * 1_024 * 1_024
        const readLarge = receive("greta", (arrived) => Effect.sync(() => [arrived(large), arrived(large)]))
        expect(yield* readLarge).toMatchObject([undefined, { _tag: "CallerBusy", of: "bodies" }])
        expect(yield* readLarge).toMatchObject([undefined, { _tag: "CallerBusy" }])
      })
    ))

  it("counts its bytes as long as it arrives: bodies one after another are never too large, two at once are", () =>
    run(
      Effect.gen(function* () {
        const { receive } = make(terms)
        const large = 9 * 1_024 * 1_024
        for (let body = 0; body < 20; body++) {
          expect(yield* receive("greta", (arrived) => Effect.sync(() => arrived(large)))).toBeUndefined()
          const twice = receive("greta", (arrived) => Effect.sync(() => [arrived(large), arrived(large)]))
          expect(yield* twice).toMatchObject([undefined, { _tag: "CallerBusy", of: "bodies" }])
        }
      })
    ))

  it("leaves nothing behind when it fails or isn't waited for any longer", () =>
    run(
      Effect.gen(function* () {
        const { receive } = make(terms)
        for (let turn = 0; turn < 20; turn++) {
          const exit = yield* Effect.exit(receive("greta", () => Effect.fail("broken")))
          expect(Exit.isFailure(exit) && Cause.hasFails(exit.cause)).toBe(true)
          yield* Effect.timeoutOption(receive("greta", never), 1)
        }
        expect(yield* receive("greta", () => Effect.succeed("read"))).toBe("read")
      })
    ))
})

describe("a request", () => {
  it("is refused once its caller has too many under way, with their number, and the next caller's isn't", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { enter } = make(terms)
        yield* enter("greta")
        const leave = yield* enter("greta")
        const refused = yield* Effect.flip(enter("greta"))
        expect(refused).toMatchObject({ _tag: "CallerBusy", of: "requests", underWay: 2 })
        yield* enter("ana")
        leave()
        yield* enter("greta")
      })
    ))

  it("leaves no place taken when it isn't waited for any longer before it begins", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { enter } = make({ ...terms, requestsAtOnce: 64 })
        const leaves = yield* Effect.forEach([1, 2, 3, 4], () => enter("greta"))
        for (let turn = 0; turn < 8; turn++) {
          const waiting = yield* Effect.forkChild(enter("greta"), { startImmediately: true })
          yield* Fiber.interrupt(waiting)
        }
        for (const leave of leaves) leave()
        yield* Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8], () => enter("greta"))
      })
    ))

  it("is measured while it is under way, and so is a body", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { enter, measure, receive } = make(terms)
        yield* enter("greta")
        yield* enter("ana")
        const text = receive("ana", () => Effect.andThen(measure, PrometheusMetrics.format()))
        expect(yield* text).toMatch(/_in_progress 2$[^]*_bodies_arriving 1$/mu)
      }).pipe(Effect.provide(Layer.sync(Metric.MetricRegistry, () => new Map())))
    ))
})

describe("refused requests", () => {
  it("are logged once a minute for each reason, with their number, and a busy server as a warning", async () => {
    const lines: Array<unknown> = []
    const log = Logger.layer([
      Logger.make(({ fiber, logLevel, message }) => {
        lines.push({ logLevel, message, ...fiber.getRef(References.CurrentLogAnnotations) })
      })
    ])
    await Effect.runPromise(
      Effect.gen(function* () {
        const { refused, isSaturated } = make(terms)
        const address = "192.0.2.1"
        for (let request = 0; request < 3_000; request++) yield* refused("unauthenticated", { address })
        expect(lines).toMatchObject([{ logLevel: "Info", address, count: 1 }])
        expect(yield* isSaturated).toBe(false)
        yield* refused("server-busy", {})
        expect(yield* isSaturated).toBe(true)
        expect(lines.slice(1)).toMatchObject([{ logLevel: "Warn", count: 1 }])
        yield* TestClock.adjust("1 minute")
        expect(yield* isSaturated).toBe(false)
        yield* refused("unauthenticated", { address })
        expect(lines.slice(2)).toMatchObject([{ logLevel: "Info", address, count: 3_000 }])
      }).pipe(Effect.provide(log), Effect.provide(TestClock.layer()))
    )
  })
})

it("logs each refused request at the level Debug, with its reason and what is known of it", async () => {
  const lines: Array<unknown> = []
  const log = Logger.layer([
    Logger.make(({ fiber, logLevel, message }) => {
      lines.push({ logLevel, message, ...fiber.getRef(References.CurrentLogAnnotations) })
    })
  ])
  const { refused } = make(terms)
  const twice = Effect.repeat(refused("rate", { address: "192.0.2.1" }), { times: 1 })
  const all = Effect.provideService(twice, References.MinimumLogLevel, "Debug")
  await Effect.runPromise(Effect.provide(all, log))
  expect(lines).toMatchObject([
    { logLevel: "Info", count: 1 },
    { logLevel: "Debug", message: ["Request refused"], reason: "rate", address: "192.0.2.1" }
  ])
})

describe.each([
  [true, 200],
  [false, 503]
])("a server with READY_WHEN_SATURATED=%s that has enough to do", (readyWhenSaturated, readiness) => {
  const server = restUnderTest({ metrics: true, admission: { requestsAtOnce: 2, readyWhenSaturated } })

  it("asks the next ones to come again, in each surface's words, and says so to those who watch over it", async () => {
    const ask = (as: TestCaller, path = "/v1/incidents?workspace=soc") => server.send("GET", path, { as })
    expect((await server.send("GET", "/readyz")).body).toMatchObject({ status: "ready", checks: { capacity: "ok" } })
    const source = handOn(IncidentSource)
    await server.use(source, (hand) => hand.forgetCalls())
    await server.use(source, (hand) => hand.hangNext("list", { times: 2 }))
    const waiting = [ask("ana"), ask("ben")]
    await vi.waitFor(async () => expect(await server.use(source, (hand) => hand.calls("list"))).toHaveLength(2))

    const away = await ask("dev")
    expect(away).toMatchObject({ status: 503, body: { type: "/problems/server-busy", retryAfter: 1 } })
    expect(away.headers.get("retry-after")).toBe("1")
    const armId = await server.run(Effect.map(IncidentSource, ({ workspaces }) => workspaces[0]?.fullIdOf("any") ?? ""))
    const refused = await server.send("GET", `${armId}?${version}`, { as: "dev" })
    expect(refused).toMatchObject({ status: 503, body: { error: { code: "ServerBusy" } } })
    expect(refused.headers.get("retry-after")).toBe("1")
    const page = await server.app.request("/incidents/soc~1")
    expect(page.status).toBe(503)

    expect((await server.send("GET", "/healthz")).status).toBe(200)
    const ready = await server.send("GET", "/readyz")
    expect(ready).toMatchObject({ status: readiness, body: { checks: { capacity: "saturated", store: "ok" } } })
    const metrics = await (await server.app.request("/metrics")).text()
    expect(metrics).toMatch(/^incident_teams_requests_refused_total\{reason="server-busy"\} 3$/mu)
    expect(metrics).toMatch(/^incident_teams_requests_in_progress 2$/mu)
    expect(server.complaints).toHaveLength(1)
    expect(waiting).toHaveLength(2)
  })
})
