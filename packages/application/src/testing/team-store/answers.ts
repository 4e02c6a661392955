import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { type Idempotency, TeamStore } from "../../ports/TeamStore.ts"
import { onStore, type StoreUnderTest } from "../StoreUnderTest.ts"
import { firstCommit, idOf, nextCommit, seconds } from "./commits.ts"

/** answered: the answer that a request was given, for the same request. */
export const answers = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: Effect.Effect<void, unknown, TeamStore>) => it(name, () => onStore(under, body))
  const id = idOf(1)
  const answer = (more: Partial<Idempotency> = {}): Idempotency => ({
    scope: "ada",
    key: "7f1c",
    bodyHash: "sha256",
    answer: '{"status":202}',
    expiresAt: seconds(86_400),
    ...more
  })

  test(
    "gives each answer under its own team, scope and key only",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const all = [answer(), answer({ key: "other", answer: "b" }), answer({ scope: "bob", answer: "c" })]
      let stored = yield* store.create(firstCommit(1, { idempotency: all[0]! }))
      for (const idempotency of all.slice(1)) {
        stored = yield* store.commit(stored.version, nextCommit(stored, { idempotency }))
      }
      yield* store.create(firstCommit(2))
      for (const one of all) expect(yield* store.answered(id, one.scope, one.key)).toStrictEqual(Option.some(one))
      expect(yield* store.answered(id, "bob", "other")).toEqual(Option.none())
      expect(yield* store.answered(id, "ad", "a7f1c")).toEqual(Option.none())
      expect(yield* store.answered(idOf(2), "ada", "7f1c")).toEqual(Option.none())
      expect(yield* store.answered(idOf(3), "ada", "7f1c")).toEqual(Option.none())
    })
  )

  test(
    "keeps scope and key apart, whatever they are made of",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const odd = answer({ scope: "a|b/../?#%\\", key: 'c"\n|d ☃', answer: "" })
      yield* store.create(firstCommit(1, { idempotency: odd }))
      expect(yield* store.answered(id, odd.scope, odd.key)).toStrictEqual(Option.some(odd))
      expect(yield* store.answered(id, "a", `b/../?#%\\|${odd.key}`)).toEqual(Option.none())
    })
  )

  test(
    "forgets an answer at the moment that it expires, by the clock and not before",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1, { idempotency: answer() }))
      yield* TestClock.setTime(seconds(86_400) - 1)
      expect(yield* store.answered(id, "ada", "7f1c")).toStrictEqual(Option.some(answer()))
      yield* TestClock.setTime(seconds(86_400))
      expect(yield* store.answered(id, "ada", "7f1c")).toEqual(Option.none())
    })
  )

  test(
    "lets an expired key be used again, and keeps the others meanwhile",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const lasting = answer({ key: "lasting", expiresAt: seconds(200_000) })
      const first = yield* store.create(firstCommit(1, { idempotency: answer() }))
      const second = yield* store.commit(first.version, nextCommit(first, { idempotency: lasting }))
      yield* TestClock.setTime(seconds(86_401))
      const renewed = answer({ bodyHash: "another", answer: "again", expiresAt: seconds(172_800) })
      yield* store.commit(second.version, nextCommit(second, { idempotency: renewed }))
      expect(yield* store.answered(id, "ada", "7f1c")).toStrictEqual(Option.some(renewed))
      expect(yield* store.answered(id, "ada", "lasting")).toStrictEqual(Option.some(lasting))
    })
  )
}
