import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import * as Admission from "../admission/Admission.ts"
import { readText } from "./readJson.ts"

const admission = Admission.make({ ...Admission.defaultAdmissionTerms, requestsAtOnce: 8 })

const posted = (body: ReadableStream<Uint8Array>): Request =>
  new Request("http://127.0.0.1/", { method: "POST", body, duplex: "half" })

describe("a body", () => {
  it("that doesn't arrive within seconds is given up, and its sender may send another", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const slow = posted(new ReadableStream({ start: (sender) => sender.enqueue(new TextEncoder().encode("{")) }))
        const reading = yield* Effect.forkChild(Effect.flip(readText(slow, "ben", 1_000)))
        yield* TestClock.adjust("9 seconds")
        expect(reading.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(reading)).toMatchObject({ type: "/problems/request-too-slow", status: 408 })
        const whole = posted(new Blob(["{}"]).stream())
        expect(yield* readText(whole, "ben", 1_000)).toBe("{}")
      }).pipe(Effect.provideService(Admission.Admission, admission), Effect.provide(TestClock.layer()))
    ))
})
