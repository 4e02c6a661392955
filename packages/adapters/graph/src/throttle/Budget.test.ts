import { Clock, Effect, Fiber, type Scope } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Budget, makeBudget } from "./Budget.ts"
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
    expect(outcome.failure).toMatchObject({
      _tag: "NotDone",
      reason: "The request limit of Microsoft Graph is used up, so the request wasn't sent.",
      afterMillis: 60_000
    })
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
        const answer = yield* Fiber.join(next)
        yield* TestClock.adjust(1_000)
        return { answer, watched: yield* budget.watched }
      })
    )
    expect(served).toEqual({ answer: "served", watched: 0 })
  })

  it("waits for a pause that just ends in time", async () => {
    const at = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        yield* budget.pause([limit("team", 4)], 10_000)
        const request = yield* Effect.forkChild(budget.spend([limit("team", 4)], Clock.currentTimeMillis))
        yield* TestClock.adjust(10_000)
        return yield* Fiber.join(request)
      })
    )
    expect(at).toBe(10_000)
  })

  it("counts in the platform's time, however fast it runs", async () => {
    const outcome = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(10)
        const { at } = yield* sentAt(budget, 2, [limit("team", 1)], 200)
        yield* budget.pause([limit("team", 1)], 1_500)
        const paused = yield* Effect.flip(budget.spend([limit("team", 1)], Effect.void))
        const slow = { key: "slow", most: 1, windowMillis: 60_000, cost: 1 }
        const { failures } = yield* sentAt(budget, 2, [slow], 10_000)
        return { at, paused, failures }
      })
    )
    expect(outcome.at).toEqual([0, 100])
    // A second is the least that a request waits for its turn.
    expect(outcome.paused).toMatchObject({ afterMillis: 1_500 })
    expect(outcome.failures).toMatchObject([{ afterMillis: 6_000 }])
  })
})

/** When so many requests that come together are sent, after now, and what becomes of the others. */
const sentAt = Effect.fnUntraced(function* (
  budget: Budget,
  requests: number,
  limits: ReadonlyArray<Limit>,
  within: number
) {
  const from = yield* Clock.currentTimeMillis
  const at: Array<number> = []
  const failures: Array<unknown> = []
  const request = budget.spend(
    limits,
    Effect.map(Clock.currentTimeMillis, (now) => void at.push(Math.round(now - from)))
  )
  const fibers = yield* Effect.forEach(Array.from({ length: requests }), () =>
    Effect.forkChild(Effect.catch(request, (failure) => Effect.sync(() => void failures.push(failure))))
  )
  yield* TestClock.adjust(within)
  yield* Effect.forEach(fibers, Fiber.join)
  return { at, failures }
})

describe("a limit that all processes share", () => {
  const shared = (most: number, windowMillis = 1_000): Limit => ({
    key: "tenant",
    most,
    windowMillis,
    cost: 1,
    shared: true
  })

  it("lets requests go one after the other, each at its own moment, in the platform's time", async () => {
    for (const [scale, at] of [
      [1, [0, 200, 400, 600]],
      [2, [0, 100, 200, 300]]
    ] as const) {
      const sent = await run(Effect.flatMap(makeBudget(scale), (budget) => sentAt(budget, 4, [shared(20)], 5_000)))
      expect(sent).toEqual({ at, failures: [] })
    }
  })

  it("takes no more into its line than are sent in time, and others again once they were", async () => {
    const { first, second } = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        // One in 5 seconds: the third in the line waits for 10, the fourth would wait for longer.
        const limits = [shared(20, 25_000)]
        return { first: yield* sentAt(budget, 5, limits, 60_000), second: yield* sentAt(budget, 2, limits, 60_000) }
      })
    )
    expect(first.at).toEqual([0, 5_000, 10_000, 15_000])
    expect(first.failures).toMatchObject([{ _tag: "NotDone", afterMillis: 15_000 }])
    expect(second).toEqual({ at: [0, 5_000], failures: [] })
  })

  it("is used less once it was throttled, by every request that counts against it", async () => {
    const sent = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        yield* budget.pause([limit("team", 4), shared(20, 900)], 700)
        return yield* sentAt(budget, 3, [limit("other", 4), shared(20, 900)], 5_000)
      })
    )
    expect(sent.at).toEqual([700, 1_000, 1_300])
  })

  it("is used more as long as it answers", async () => {
    const sent = await run(
      Effect.gen(function* () {
        const budget = yield* makeBudget(1)
        yield* sentAt(budget, 1, [shared(20)], 1_000)
        for (let n = 0; n < 20; n++) yield* budget.answered([limit("team", 4), shared(20)])
        return yield* sentAt(budget, 3, [shared(20)], 5_000)
      })
    )
    expect(sent.at).toEqual([0, 100, 200])
  })
})
