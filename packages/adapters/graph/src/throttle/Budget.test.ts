import { Clock, Effect, Fiber, type Scope } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeBudget } from "./Budget.ts"
import type { Limit } from "./limitsOf.ts"

const run = <A, E>(body: Effect.Effect<A, E, Scope.Scope>): Promise<A> =>
  Effect.runPromise(Effect.scoped(body).pipe(Effect.provide(TestClock.layer())))

const limit = (key: string, most: number): Limit => ({ key, most, windowMillis: 1_000, cost: 1 })

describe("Budget", () => {
  it("never lets more than the limit be under way or answered within one window", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.record({ at: fc.nat({ max: 2_000 }), takes: fc.nat({ max: 700 }) }), {
          minLength: 1,
          maxLength: 12
        }),
        async (most, requests) => {
          const spans = await run(
            Effect.gen(function* () {
              const budget = yield* makeBudget(1)
              const seen: Array<{ readonly from: number; readonly to: number }> = []
              const fibers = yield* Effect.forEach(requests, ({ at, takes }) =>
                Effect.forkChild(
                  Effect.sleep(at).pipe(
                    Effect.andThen(
                      budget.spend(
                        [limit("team", most)],
                        Effect.gen(function* () {
                          const from = yield* Clock.currentTimeMillis
                          yield* Effect.sleep(takes)
                          seen.push({ from, to: yield* Clock.currentTimeMillis })
                        })
                      )
                    ),
                    Effect.ignore
                  )
                )
              )
              yield* TestClock.adjust(60_000)
              yield* Effect.forEach(fibers, Fiber.join)
              expect(yield* budget.watched).toBe(0)
              return seen
            })
          )
          for (const { from } of spans) {
            // Wherever within its span each request was counted, no window ending here holds more than the limit.
            const within = spans.filter((other) => other.from <= from && other.to > from - 1_000)
            expect(within.length).toBeLessThanOrEqual(most)
          }
        }
      ),
      { numRuns: 60 }
    )
  })

  it("serves those who wait in the order in which they came", async () => {
    const order = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        const served: Array<number> = []
        const fibers = yield* Effect.forEach([1, 2, 3, 4, 5], (number) =>
          Effect.forkChild(
            budget.spend(
              [limit("team", 1)],
              Effect.sync(() => served.push(number))
            )
          )
        )
        yield* TestClock.adjust(10_000)
        yield* Effect.forEach(fibers, Fiber.join)
        return served
      })
    )
    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  it("lets one team wait for itself alone", async () => {
    const others = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        const tenant = limit("tenant", 3)
        let served = 0
        const request = (team: string) =>
          budget.spend(
            [limit(team, 1), tenant],
            Effect.sync(() => {
              if (team !== "busy") served += 1
            })
          )
        const busy = yield* Effect.forEach(Array.from({ length: 20 }), () =>
          Effect.forkChild(Effect.ignore(request("busy")))
        )
        yield* TestClock.adjust(1)
        const quiet = yield* Effect.forEach(["a", "b"], (team) => Effect.forkChild(request(team)))
        yield* TestClock.adjust(1)
        const soon = served
        yield* TestClock.adjust(60_000)
        yield* Effect.forEach([...busy, ...quiet], Fiber.join)
        return soon
      })
    )
    expect(others).toBe(2)
  })

  it("doesn't send what would wait too long, and says so", async () => {
    const outcome = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        let sent = 0
        const request = budget.spend(
          [{ key: "single adds", most: 1, windowMillis: 60_000, cost: 1 }],
          Effect.sync(() => {
            sent += 1
          })
        )
        yield* request
        const second = yield* Effect.forkChild(Effect.flip(request))
        yield* TestClock.adjust(10_000)
        return { failure: yield* Fiber.join(second), sent }
      })
    )
    expect(outcome.sent).toBe(1)
    expect(outcome.failure).toMatchObject({ _tag: "NotDone", afterMillis: 60_000 })
  })

  it("pauses what the service asked to pause, and no more", async () => {
    const outcome = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        const limits = [limit("team", 4), limit("tenant", 30)]
        yield* budget.pause(limits, 3_000)
        const times: Record<string, number> = {}
        const request = (team: string) =>
          budget.spend(
            [limit(team, 4), limit("tenant", 30)],
            Effect.map(Clock.currentTimeMillis, (now) => {
              times[team] = now
            })
          )
        const fibers = yield* Effect.forEach(["team", "other"], (team) => Effect.forkChild(request(team)))
        yield* TestClock.adjust(5_000)
        yield* Effect.forEach(fibers, Fiber.join)
        yield* budget.pause(limits, 30_000)
        return { times, long: yield* Effect.flip(request("team")) }
      })
    )
    expect(outcome.times).toEqual({ team: 3_000, other: 0 })
    expect(outcome.long).toMatchObject({ _tag: "NotDone", afterMillis: 30_000 })
  })

  it("gives back the place of a request that was interrupted while it waited", async () => {
    const served = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        const request = budget.spend([limit("team", 1)], Effect.succeed("served"))
        yield* request
        const waiting = yield* Effect.forkChild(request)
        yield* TestClock.adjust(1)
        yield* Fiber.interrupt(waiting)
        const next = yield* Effect.forkChild(request)
        yield* TestClock.adjust(1_000)
        return yield* Fiber.join(next)
      })
    )
    expect(served).toBe("served")
  })
})
