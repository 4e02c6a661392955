import { Effect, Fiber } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { patient } from "./patient.ts"

/** What comes of a GET after so many seconds, where a server answers this way by turns, and at last always the same. */
const after = (seconds: number, statuses: ReadonlyArray<number>) => {
  const sent: Array<number> = []
  const server = HttpClient.make((request) =>
    Effect.sync(() => {
      const status = statuses[Math.min(sent.length, statuses.length - 1)] ?? 0
      sent.push(status)
      return HttpClientResponse.fromWeb(request, new Response(null, { status, headers: { "retry-after": "3" } }))
    })
  )
  return Effect.gen(function* () {
    const asking = yield* Effect.forkChild(patient(server).get("http://127.0.0.1"), { startImmediately: true })
    yield* TestClock.adjust(`${seconds} seconds`)
    const answer = asking.pollUnsafe() === undefined ? undefined : (yield* Fiber.join(asking)).status
    return { answer, sent: sent.length }
  }).pipe(Effect.provide(TestClock.layer()), Effect.runPromise)
}

it("waits as long as a 503 says, and no other answer is waited for", async () => {
  expect(await after(0, [200])).toEqual({ answer: 200, sent: 1 })
  expect(await after(0, [500, 200])).toEqual({ answer: 500, sent: 1 })
  expect(await after(5, [503, 503, 200])).toEqual({ answer: undefined, sent: 2 })
  expect(await after(6, [503, 503, 200])).toEqual({ answer: 200, sent: 3 })
})

it("doesn't wait for ever", async () => {
  expect(await after(60, [503])).toEqual({ answer: 503, sent: 5 })
})
