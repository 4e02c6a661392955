import { Effect } from "effect"
import { callsByActivity, workCalls } from "./graphCalls.ts"
import { Narrator } from "./Narrator.ts"
import type { Platform } from "./Platform.ts"

/** Begins to measure what the server takes for something: time, and calls of Graph. */
export const startStopwatch = Effect.fnUntraced(function* (platform: Platform) {
  const narrator = yield* Narrator
  const begun = performance.now()
  const before = (yield* platform.callsAfter(0)).last
  return {
    /** Narrates what it took until now; returns the number of Graph calls. */
    stop: Effect.fnUntraced(function* (reached: string) {
      const calls = workCalls((yield* platform.callsAfter(before)).value)
      const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
      yield* narrator.say(`${reached} after ${seconds} s and ${calls.length} Graph calls (${callsByActivity(calls)}).`)
      return calls.length
    })
  }
})
