import { plus } from "@incident-teams/domain/ids/Timestamp"
import { Effect } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EndedSessions } from "../ports/EndedSessions.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { buildsFirst, onStore, onTwoStores, start, type StoreUnderTest } from "./StoreUnderTest.ts"
import { unavailableWhileCut } from "./trouble.ts"

const hour = 3_600_000

/** What every EndedSessions has to do, the same for each. */
export const endedSessionsContract = (name: string, under: StoreUnderTest<EndedSessions>): void => {
  describe(`EndedSessions: ${name}`, () => {
    buildsFirst(under)

    it("knows a session as ended once it was, and no other", () =>
      onStore(
        under,
        Effect.gen(function* () {
          const sessions = yield* EndedSessions
          expect(yield* sessions.isEnded("one")).toBe(false)
          yield* sessions.end("one", plus(start, hour))
          expect(yield* sessions.isEnded("one")).toBe(true)
          expect([yield* sessions.isEnded("two"), yield* sessions.isEnded("One"), yield* sessions.isEnded("")]).toEqual(
            [false, false, false]
          )
        })
      ))

    it("ends a session again without a difference, also two at once", () =>
      onTwoStores(under, EndedSessions, (one, other) =>
        Effect.gen(function* () {
          yield* one.end("one", plus(start, hour))
          yield* Effect.all([one.end("one", plus(start, hour)), other.end("one", plus(start, 2 * hour))], {
            concurrency: "unbounded"
          })
          expect([yield* one.isEnded("one"), yield* other.isEnded("one")]).toEqual([true, true])
        })
      ))

    it("knows at once what another process ended, also after it was asked before", () =>
      onTwoStores(under, EndedSessions, (one, other) =>
        Effect.gen(function* () {
          expect(yield* other.isEnded("one")).toBe(false)
          yield* one.end("one", plus(start, hour))
          expect(yield* other.isEnded("one")).toBe(true)
        })
      ))

    unavailableWhileCut(under.troubled?.(), EndedSessions, (sessions) =>
      Effect.succeed({
        end: sessions.end("one", plus(start, hour)),
        isEnded: sessions.isEnded("one")
      })
    )

    it("always knows those that still run, whichever else expired or was ended", () =>
      fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.tuple(fc.stringMatching(/^[\w-]{1,100}$/u), fc.integer({ min: -hour, max: hour })), {
            selector: ([id]) => id,
            maxLength: 30
          }),
          (ended) =>
            onStore(
              under,
              Effect.gen(function* () {
                const sessions = yield* EndedSessions
                for (const [id, left] of ended) yield* sessions.end(id, plus(start, left))
                for (const [id, left] of ended) {
                  if (left > 0) expect(yield* sessions.isEnded(id)).toBe(true)
                }
              })
            )
        ),
        { numRuns: 15 }
      ))

    everythingWritten(Effect.all([EndedSessions]), (body) => onStore(under, body))
  })
}
