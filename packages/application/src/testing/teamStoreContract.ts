import { Effect } from "effect"
import { describe } from "vitest"
import { TeamStore } from "../ports/TeamStore.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { buildsFirst, onStore, type StoreUnderTest } from "./StoreUnderTest.ts"
import { answers } from "./team-store/answers.ts"
import { changes } from "./team-store/changes.ts"
import { claiming } from "./team-store/claiming.ts"
import { listing } from "./team-store/listing.ts"
import { modeled } from "./team-store/modeled.ts"
import { people } from "./team-store/people.ts"
import { pointing } from "./team-store/pointing.ts"
import { roundTrip } from "./team-store/roundTrip.ts"
import { trouble } from "./team-store/trouble.ts"
import { writing } from "./team-store/writing.ts"

/**
 * What every TeamStore has to do, the same for each. A store's whole test is its layer and this.
 *
 * ```ts
 * teamStoreContract("memory", { layer: MemoryTeamStore.layer })
 * ```
 *
 * The clock is effect's TestClock, so a store must take "now" from effect's Clock, and one that sleeps between tries has
 * to sleep by the live one (`TestClock.withLive`) or not at all while nothing fails.
 */
export const teamStoreContract = (name: string, under: StoreUnderTest<TeamStore>): void => {
  describe(`TeamStore: ${name}`, () => {
    buildsFirst(under)

    describe("writing", () => {
      writing(under)
    })
    describe("people", () => {
      people(under)
    })
    describe("claiming", () => {
      claiming(under)
    })
    describe("listing", () => {
      listing(under)
    })
    describe("changes", () => {
      changes(under)
    })
    describe("answers", () => {
      answers(under)
    })
    describe("pointing", () => {
      pointing(under)
    })
    describe("trouble", () => {
      trouble(under)
    })
    describe("round trip", () => {
      roundTrip(under)
    })
    describe("any order of things", () => {
      modeled(under)
    })

    everythingWritten(Effect.all([TeamStore]), (body) => onStore(under, body))
  })
}
