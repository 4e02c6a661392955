import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { Clock, Effect, Fiber, Option, Random, Result } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { type CallFailure, Conflict, Missing, NotDone, Stale, Unclear, Unusable } from "./CallFailure.ts"
import { persistently, persistentWrite } from "./persistently.ts"

/** Pauses are as long as they can be. */
const longest: typeof Random.Random.Service = { nextDoubleUnsafe: () => 1, nextIntUnsafe: () => 0 }

const run = <A>(test: Effect.Effect<A>) =>
  Effect.runPromise(test.pipe(Effect.provideService(Random.Random, longest), Effect.provide(TestClock.layer())))

/** What `attempt` comes to, and at which moments it was made: milliseconds. */
const tried = <A, E, B, F>(
  outcomes: (at: number) => Effect.Effect<A, E>,
  repeated: (attempt: Effect.Effect<A, E>) => Effect.Effect<B, F>,
  purpose = "request"
) =>
  Effect.gen(function* () {
    const began = yield* Clock.currentTimeMillis
    const at: Array<number> = []
    const attempt = Effect.flatMap(Clock.currentTimeMillis, (now) => {
      at.push(now - began)
      return outcomes(at.length)
    })
    const working = yield* Effect.forkChild(
      Effect.result(Effect.provideService(repeated(attempt), CallPurpose, purpose)),
      { startImmediately: true }
    )
    // In steps, so that a pause begins when the one before it has ended.
    while (working.pollUnsafe() === undefined) yield* TestClock.adjust(20)
    return { result: yield* Fiber.join(working), at }
  })

const busy = (afterMillis?: number) =>
  new NotDone({ reason: "Busy.", ...(afterMillis === undefined ? {} : { afterMillis }) })

describe("what wasn't done", () => {
  it("is repeated after pauses that double, up to two seconds, for as long as there is patience", () =>
    run(
      Effect.gen(function* () {
        const request = yield* tried(() => Effect.fail(busy()), persistently)
        expect(request.at).toEqual([0, 20, 60, 140, 300, 620, 1_260])
        expect(request.result).toMatchObject({
          failure: { _tag: "StoreUnavailable", reason: "Azure Cosmos DB isn't available: Busy." }
        })
        const work = yield* tried(() => Effect.fail(busy()), persistently, "Verify")
        expect(work.at.slice(6)).toEqual([1_260, 2_540, 4_540, 6_540, 8_540, 10_540, 12_540, 14_540])
      })
    ))

  it("is repeated no sooner than was asked for, and not where that is too late", () =>
    run(
      Effect.gen(function* () {
        const once = yield* tried((time) => (time < 3 ? Effect.fail(busy(700)) : Effect.succeed("done")), persistently)
        expect(once).toEqual({ at: [0, 700, 1_400], result: Result.succeed("done") })
        expect((yield* tried(() => Effect.fail(busy(2_000)), persistently)).at).toEqual([0, 2_000])
        expect((yield* tried(() => Effect.fail(busy(2_001)), persistently)).at).toEqual([0])
      })
    ))

  it("isn't waited for without end", () =>
    run(
      Effect.gen(function* () {
        const { at, result } = yield* tried(() => Effect.never, persistently)
        expect(at).toEqual([0])
        expect(result).toMatchObject({ failure: { reason: "Azure Cosmos DB isn't available: No answer within 6 s." } })
        const work = yield* tried(() => Effect.never, persistently, "Verify")
        expect(work.result).toMatchObject({
          failure: { reason: "Azure Cosmos DB isn't available: No answer within 25 s." }
        })
      })
    ))

  it("isn't repeated where only a person can help", () =>
    run(
      Effect.gen(function* () {
        const unusable = new Unusable({ reason: "No key.", cause: "401" })
        expect(yield* tried(() => Effect.fail(unusable), persistently)).toMatchObject({
          at: [0],
          result: { failure: { reason: "Azure Cosmos DB isn't available: No key.", cause: "401" } }
        })
      })
    ))
})

describe("a write", () => {
  const written = (landed: Option.Option<string>) => (write: Effect.Effect<string, CallFailure>) =>
    persistentWrite(write, Effect.succeed(landed))
  const first = (failure: CallFailure) => (time: number) =>
    time === 1 ? Effect.fail(failure) : Effect.succeed("again")
  const unclear = new Unclear({ reason: "Reset." })

  it("that succeeds is looked for no more", () =>
    run(
      Effect.gen(function* () {
        const write = tried(
          () => Effect.succeed("done"),
          (attempt) => persistentWrite(attempt, Effect.die("It was read."))
        )
        expect(yield* write).toEqual({ at: [0], result: Result.succeed("done") })
      })
    ))

  it("whose answer was lost is found where it landed, and else repeated", () =>
    run(
      Effect.gen(function* () {
        expect(yield* tried(first(unclear), written(Option.some("there")))).toEqual({
          at: [0],
          result: Result.succeed("there")
        })
        expect(yield* tried(first(unclear), written(Option.none()))).toEqual({
          at: [0, 20],
          result: Result.succeed("again")
        })
      })
    ))

  it.each([new Conflict(), new Stale()])("that is refused may be its own, of an earlier round ($_tag)", (refused) =>
    run(
      Effect.gen(function* () {
        expect((yield* tried(first(refused), written(Option.some("there")))).result).toEqual(Result.succeed("there"))
        expect(yield* tried(first(refused), written(Option.none()))).toEqual({ at: [0], result: Result.fail(refused) })
      })
    )
  )

  it("of what isn't there is refused, and what wasn't done is repeated", () =>
    run(
      Effect.gen(function* () {
        const missing = new Missing()
        expect(yield* tried(first(missing), written(Option.some("there")))).toEqual({
          at: [0],
          result: Result.fail(missing)
        })
        expect((yield* tried(first(busy()), written(Option.some("there")))).result).toEqual(Result.succeed("again"))
        const unusable = yield* tried(first(new Unusable({ reason: "No key." })), written(Option.none()))
        expect(unusable).toMatchObject({ at: [0], result: { failure: { _tag: "StoreUnavailable" } } })
      })
    ))
})
