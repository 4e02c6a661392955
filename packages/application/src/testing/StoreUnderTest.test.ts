import { Context, Deferred, Effect, Layer } from "effect"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { buildsFirst, inTime, onStore, onTwoStores } from "./StoreUnderTest.ts"

class Shelf extends Context.Service<Shelf, { take(): Effect.Effect<string> }>()(
  "@incident-teams/application/testing/Shelf"
) {}
const empty = Shelf.of({ take: () => Effect.succeed("nothing") })

describe("a suite that builds its store first", () => {
  let built = 0
  const layer = Layer.effect(
    Shelf,
    Effect.sync(() => {
      built += 1
      return empty
    })
  )
  buildsFirst({ layer })

  it("has built it once before its first test", () => {
    expect(built).toBe(1)
  })
})

describe("a test on a store", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("fails with the cause of a store that can't be built", async () => {
    const layer = Layer.effect(Shelf, Effect.fail(new Error("The database isn't there.")))
    await expect(onStore({ layer }, Effect.void)).rejects.toThrow("The database isn't there.")
    await expect(onTwoStores({ layer }, Shelf, () => Effect.void)).rejects.toThrow("The database isn't there.")
  })

  it("that hangs in a call says which one it waits for", async () => {
    const begun = Promise.withResolvers<void>()
    const answer = Deferred.makeUnsafe<string>()
    const layer = Layer.succeed(Shelf, {
      take: () => Effect.andThen(Effect.sync(begun.resolve), Deferred.await(answer))
    })
    const hung = onStore(
      { layer },
      Effect.flatMap(Shelf, (shelf) => shelf.take())
    )
    await begun.promise
    vi.advanceTimersByTime(240_000)
    await expect(hung).rejects.toThrow("Not done after 240 seconds. It waits for Shelf.take.")
    await Effect.runPromise(Deferred.succeed(answer, "late"))
  })

  it("that hangs outside of any call says that the store isn't built or closed", async () => {
    const hung = inTime(Promise.withResolvers<never>().promise)
    vi.advanceTimersByTime(240_000)
    await expect(hung).rejects.toThrow("It waits for the store to be built or closed.")
  })

  it("leaves no timer behind once it is done", async () => {
    expect(await onStore({ layer: Layer.succeed(Shelf, empty) }, Effect.succeed(1))).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})
