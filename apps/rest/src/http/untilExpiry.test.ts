import { Effect, Fiber, Stream } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { expiry, untilExpiry } from "./untilExpiry.ts"

const run = <A>(effect: Effect.Effect<A>) => Effect.runPromise(Effect.provide(effect, TestClock.layer()))
const day = 24 * 60 * 60 * 1_000

describe("the end of a right to read", () => {
  it("is waited for to the millisecond", () =>
    run(
      Effect.gen(function* () {
        yield* TestClock.setTime(1_000)
        const waiting = yield* Effect.forkChild(expiry({ expiresAt: 6_000 }), { startImmediately: true })
        yield* TestClock.adjust(4_999)
        expect(waiting.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust(1)
        expect(waiting.pollUnsafe()).toBeDefined()
      })
    ))

  it("isn't waited for where it has come", () =>
    run(
      Effect.gen(function* () {
        yield* TestClock.setTime(6_000)
        yield* expiry({ expiresAt: 1_000 })
      })
    ))

  it("is taken to come within a day, as timers go no further than 24", () =>
    run(
      Effect.gen(function* () {
        const waiting = yield* Effect.forkChild(expiry({ expiresAt: 30 * day }), { startImmediately: true })
        yield* TestClock.adjust(day - 1)
        expect(waiting.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust(1)
        expect(waiting.pollUnsafe()).toBeDefined()
      })
    ))

  it("ends a stream, which says until then what it has to say", () =>
    run(
      Effect.gen(function* () {
        const words = Stream.concat(Stream.make("first", "second"), Stream.never)
        const read = yield* Effect.forkChild(Stream.runCollect(untilExpiry({ expiresAt: 5_000 })(words)))
        yield* TestClock.adjust(5_000)
        expect(yield* Fiber.join(read)).toEqual(["first", "second"])
      })
    ))
})
