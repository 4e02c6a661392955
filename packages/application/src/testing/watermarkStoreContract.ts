import { plus } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { timestamp } from "@incident-teams/domain/testing/ArbitraryIds"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { WatermarkStore } from "../ports/WatermarkStore.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { buildsFirst, onStore, onTwoStores, start, type StoreUnderTest } from "./StoreUnderTest.ts"
import { unavailableWhileCut } from "./trouble.ts"

/** What every WatermarkStore has to do, the same for each. */
export const watermarkStoreContract = (name: string, under: StoreUnderTest<WatermarkStore>): void => {
  describe(`WatermarkStore: ${name}`, () => {
    buildsFirst(under)

    const soc = WorkspaceAlias.make("soc")
    const lab = WorkspaceAlias.make("lab")

    it("knows no mark before the first sweep", () =>
      onStore(
        under,
        Effect.gen(function* () {
          const store = yield* WatermarkStore
          expect(yield* store.load(soc)).toEqual(Option.none())
        })
      ))

    it("never moves back: the latest of all marks is the one that stays", () =>
      fc.assert(
        fc.asyncProperty(fc.array(timestamp, { minLength: 1, maxLength: 6 }), (marks) =>
          onTwoStores(under, WatermarkStore, (one, other) =>
            Effect.gen(function* () {
              let latest = marks[0]!
              for (const [index, mark] of marks.entries()) {
                if (mark > latest) latest = mark
                yield* (index % 2 === 0 ? one : other).advance(soc, mark)
                expect(yield* one.load(soc)).toEqual(Option.some(latest))
                expect(yield* other.load(soc)).toEqual(Option.some(latest))
              }
              expect(yield* one.load(lab)).toEqual(Option.none())
            })
          )
        ),
        { numRuns: 15 }
      ))

    it("keeps the latest of many marks that are advanced at once, in every round", () =>
      onTwoStores(under, WatermarkStore, (one, other) =>
        Effect.gen(function* () {
          for (let round = 1; round <= 3; round++) {
            const marks = [5, 1, 7, 3, 8, 2, 6, 4].map((n) => plus(start, round * 10_000 + n))
            yield* Effect.forEach(marks, (mark, n) => (n % 2 === 0 ? one : other).advance(soc, mark), {
              concurrency: "unbounded"
            })
            expect(yield* one.load(soc)).toEqual(Option.some(plus(start, round * 10_000 + 8)))
          }
        })
      ))

    unavailableWhileCut(under.troubled?.(), WatermarkStore, (store) =>
      Effect.succeed({
        load: store.load(soc),
        advance: store.advance(soc, start),
        acquireLock: store.acquireLock("lock", 60_000)
      })
    )

    it("keeps each workspace's apart", () =>
      fc.assert(
        fc.asyncProperty(timestamp, timestamp, (socMark, labMark) =>
          onStore(
            under,
            Effect.gen(function* () {
              const store = yield* WatermarkStore
              yield* store.advance(soc, socMark)
              yield* store.advance(lab, labMark)
              expect(yield* store.load(soc)).toEqual(Option.some(socMark))
              expect(yield* store.load(lab)).toEqual(Option.some(labMark))
            })
          )
        ),
        { numRuns: 10 }
      ))

    it("gives the turn to one of all who ask at once, and to nobody else until it is over", () =>
      onTwoStores(under, WatermarkStore, (one, other) =>
        Effect.gen(function* () {
          const asked = (lock: string) =>
            Effect.forEach(
              Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? one : other)),
              (store) => store.acquireLock(lock, 60_000),
              { concurrency: "unbounded" }
            )
          const given = (answers: ReadonlyArray<boolean>) => answers.filter(Boolean).length
          expect(given(yield* asked("a/b ?#"))).toBe(1)
          expect(given(yield* asked("a/b ?#"))).toBe(0)
          // Another lock is nobody's yet.
          expect(given(yield* asked("a/b"))).toBe(1)
          yield* TestClock.setTime(plus(start, 60_000 - 1))
          expect(given(yield* asked("a/b ?#"))).toBe(0)
          yield* TestClock.setTime(plus(start, 60_000))
          expect(given(yield* asked("a/b ?#"))).toBe(1)
          expect(given(yield* asked("a/b ?#"))).toBe(0)
          // A process that died in its turn holds nobody up.
          yield* TestClock.setTime(plus(start, 365 * 86_400_000))
          expect(given(yield* asked("a/b ?#"))).toBe(1)
        })
      ))

    everythingWritten(Effect.all([WatermarkStore]), (body) => onStore(under, body))
  })
}
