import { Context, Deferred, Effect, Fiber, Layer, Schema, Stream } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import { handOn, withHand } from "./Hand.ts"

class Full extends Schema.TaggedError<Full>()("Full", {}) {}
class Away extends Schema.TaggedError<Away>()("Away", { reason: Schema.String }) {}

/** A port as ours are: a value, effects and a stream. */
class Notebook extends Context.Service<
  Notebook,
  {
    readonly title: string
    write(line: string, page: number): Effect.Effect<number, Full | Away>
    readonly count: () => Effect.Effect<number, Away>
    lines(): Stream.Stream<string, Away>
  }
>()("@incident-teams/application/testing/Hand.test/Notebook") {}

/** Its methods belong to its class, and read what is private to it. */
class Paper {
  readonly title = "Paper"
  readonly #written: Array<string> = []
  write(line: string): Effect.Effect<number, Full> {
    return Effect.suspend(() =>
      this.#written.length === 3 ? Effect.fail(new Full()) : Effect.succeed(this.#written.push(line))
    )
  }
  count(): Effect.Effect<number> {
    return Effect.sync(() => this.#written.length)
  }
  lines(): Stream.Stream<string> {
    return Stream.suspend(() => Stream.fromIterable(this.#written))
  }
}

const paper = Layer.sync(Notebook, () => new Paper())
const layer = Layer.merge(withHand(Notebook).pipe(Layer.provide(paper)), TestClock.layer())
const run = <A, E>(effect: Effect.Effect<A, E, Layer.Success<typeof layer>>) =>
  Effect.runPromise(Effect.provide(effect, layer))

const away = new Away({ reason: "Nobody answers." })

describe("a hand on a port", () => {
  it("leaves the port as it is until it is used", () =>
    run(
      Effect.gen(function* () {
        const notebook = yield* Notebook
        expect(notebook.title).toBe("Paper")
        expect(yield* notebook.write("one", 1)).toBe(1)
        expect(yield* Stream.runCollect(notebook.lines())).toEqual(["one"])
      })
    ))

  it("sees each call when it is run, with arguments, purpose and time, until told to forget", () =>
    run(
      Effect.gen(function* () {
        const [notebook, hand] = [yield* Notebook, yield* handOn(Notebook)]
        const write = notebook.write("one", 1)
        expect(hand.calls()).toEqual([])
        yield* write
        yield* TestClock.adjust("5 seconds")
        yield* Effect.provideService(write, CallPurpose, "Archive")
        yield* Stream.runDrain(notebook.lines())
        expect(hand.calls()).toEqual([
          { method: "write", args: ["one", 1], purpose: "request", at: 0 },
          { method: "write", args: ["one", 1], purpose: "Archive", at: 5_000 },
          { method: "lines", args: [], purpose: "request", at: 5_000 }
        ])
        expect(hand.calls("write").map(({ args: [line] }) => line)).toEqual(["one", "one"])
        hand.forgetCalls()
        expect(hand.calls()).toEqual([])
      })
    ))

  it("makes calls fail before or after their effect, as often as it says", () =>
    run(
      Effect.gen(function* () {
        const [notebook, hand] = [yield* Notebook, yield* handOn(Notebook)]
        hand.failNext("write", away)
        hand.failNext("write", away, { afterEffect: true })
        const write = notebook.write("one", 1)
        expect(yield* Effect.flip(write)).toBe(away)
        expect(yield* notebook.count()).toBe(0)
        expect(yield* Effect.flip(write)).toBe(away)
        expect(yield* notebook.count()).toBe(1)
        expect(yield* write).toBe(2)

        hand.failNext("lines", away, { times: 2 })
        const lines = Stream.runCount(notebook.lines())
        expect(yield* Effect.flip(lines)).toBe(away)
        expect(yield* Effect.flip(lines)).toBe(away)
        expect(yield* lines).toBe(2)
      })
    ))

  it("loses the answer of a call that fails, too", () =>
    run(
      Effect.gen(function* () {
        const [notebook, hand] = [yield* Notebook, yield* handOn(Notebook)]
        for (const line of ["one", "two", "three"]) yield* notebook.write(line, 1)
        hand.failNext("write", away, { afterEffect: true })
        expect(yield* Effect.flip(notebook.write("four", 1))).toBe(away)
        expect(yield* Effect.flip(notebook.write("four", 1))).toEqual(new Full())
      })
    ))

  it("breaks a stream off after what it gave", () =>
    run(
      Effect.gen(function* () {
        const [notebook, hand] = [yield* Notebook, yield* handOn(Notebook)]
        yield* notebook.write("one", 1)
        hand.failNext("lines", away, { afterEffect: true })
        const seen: Array<string> = []
        const lines = Stream.runForEach(notebook.lines(), (line) => Effect.sync(() => seen.push(line)))
        expect(yield* Effect.flip(lines)).toBe(away)
        expect(seen).toEqual(["one"])
      })
    ))

  it("leaves calls unanswered, with or without their effect", () =>
    run(
      Effect.gen(function* () {
        const [notebook, hand] = [yield* Notebook, yield* handOn(Notebook)]
        const reached = yield* Deferred.make<void>()
        hand.hangNext("write", { afterEffect: true })
        hand.hangNext("write")
        const two = Effect.all([notebook.write("one", 1), notebook.write("two", 1)], { concurrency: 2 })
        const waiting = yield* Effect.forkChild(Effect.onInterrupt(two, () => Deferred.succeed(reached, undefined)))
        yield* TestClock.adjust("1 day")
        expect(waiting.pollUnsafe()).toBeUndefined()
        yield* Fiber.interrupt(waiting)
        yield* Deferred.await(reached)
        expect(yield* Stream.runCollect(notebook.lines())).toEqual(["one"])
      })
    ))

  it("lets calls pass first, touches any method, and takes everything back", () =>
    run(
      Effect.gen(function* () {
        const [notebook, hand] = [yield* Notebook, yield* handOn(Notebook)]
        hand.failNext("any", away, { after: 2, times: 2 })
        yield* notebook.count()
        yield* Stream.runDrain(notebook.lines())
        expect(yield* Effect.flip(notebook.count())).toBe(away)
        expect(yield* Effect.flip(notebook.write("one", 1))).toBe(away)
        expect(yield* notebook.count()).toBe(0)
        hand.failNext("any", away, { times: 100 })
        hand.heal()
        expect(yield* notebook.count()).toBe(0)
      })
    ))
})
