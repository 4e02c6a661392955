import { setImmediate as nextTurn } from "node:timers/promises"
import { Effect } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Turns } from "./Turns.ts"

/** Requests that begin, in their order, as `caller` and which of theirs it is. */
const asked = () => {
  const turns = new Turns()
  const begun: Array<string> = []
  const sent = new Map<string, number>()
  const ask = (caller: string): void => {
    const number = (sent.get(caller) ?? 0) + 1
    sent.set(caller, number)
    Effect.runFork(
      Effect.andThen(
        turns.take(caller),
        Effect.sync(() => begun.push(`${caller} ${number}`))
      )
    )
  }
  return { ask, begun }
}

describe("a turn", () => {
  it("lets a few requests of a crowd begin, and the request of the next caller in the same turn", () => {
    const { ask, begun } = asked()
    for (let request = 0; request < 60; request++) for (let guest = 0; guest < 10; guest++) ask(`guest ${guest}`)
    ask("ana")
    expect(begun).toHaveLength(41)
    expect(begun.at(-1)).toBe("ana 1")
  })

  it("is followed by others until every request has begun, once and in the order of its caller's", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("ana", "ben", "chloe", "turn"), { maxLength: 100 }), async (events) => {
        const { ask, begun } = asked()
        for (const event of events) {
          if (event === "turn") await nextTurn()
          else ask(event)
        }
        for (let turn = 0; turn < 30; turn++) await nextTurn()
        for (const caller of ["ana", "ben", "chloe"]) {
          const count = events.filter((event) => event === caller).length
          expect(begun.filter((one) => one.startsWith(caller))).toEqual(
            Array.from({ length: count }, (_, index) => `${caller} ${index + 1}`)
          )
        }
      })
    ))
})
