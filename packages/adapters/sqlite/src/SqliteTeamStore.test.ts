import {
  commitsAreKept,
  StoreUnavailable,
  TeamStore,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import { handOn, withHand } from "@incident-teams/application/testing/Hand"
import { onStore } from "@incident-teams/application/testing/StoreUnderTest"
import { firstCommit, idOf, nextCommit } from "@incident-teams/application/testing/team-store/commits"
import { teamStoreContract } from "@incident-teams/application/testing/teamStoreContract"
import { Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { layerFile, SqliteDatabase } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteTeamStore.ts"
import { temporaryDatabase, temporaryFile, troubledFile } from "./testing/temporaryFile.ts"

teamStoreContract("sqlite", {
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile())),
  troubled: () => troubledFile(layerOn),
  // SqliteTeamStore.exhaustive.test.ts has more.
  modelRuns: 10
})

it("keeps a team whose creation lost its answer, and recognizes the repeated commit", () =>
  Effect.runPromise(
    Effect.gen(function* () {
      const [store, hand] = [yield* TeamStore, yield* handOn(TeamStore)]
      const lost = new StoreUnavailable({ reason: "No answer.", cause: undefined })
      const commit = firstCommit(1)
      hand.failNext("create", lost, { afterEffect: true })
      expect(yield* Effect.flip(store.create(commit))).toBe(lost)
      const stored = yield* store.load(idOf(1))
      expect(Option.isSome(stored)).toBe(true)
      expect(Option.some(yield* store.create(commit))).toEqual(stored)
      expect(hand.calls("create")).toHaveLength(2)
    }).pipe(Effect.provide(withHand(TeamStore).pipe(Layer.provide(layerOn), Layer.provide(temporaryDatabase))))
  ))

it("refuses a cursor of a change that isn't there, as after a backup was restored", () =>
  Effect.runPromise(
    Effect.gen(function* () {
      const store = yield* TeamStore
      const { cursor } = yield* store.changes(Option.none(), 10)
      const later = cursor.replace(/-0$/u, "-1")
      expect(yield* Effect.flip(store.changes(Option.some(later), 10))).toMatchObject({ _tag: "UnknownContinuation" })
      yield* store.create(firstCommit(1))
      expect((yield* store.changes(Option.some(later), 10)).changes).toEqual([])
    }).pipe(Effect.provide(Layer.provide(layerOn, temporaryDatabase)))
  ))

it("forgets commits after 30 days, some with each one, and tells so to a follower that comes back later", () =>
  onStore(
    { layer: Layer.provideMerge(layerOn, temporaryDatabase) },
    Effect.gen(function* () {
      const store = yield* TeamStore
      const database = yield* SqliteDatabase
      const { cursor } = yield* store.changes(Option.none(), 1)
      for (let n = 1; n <= 30; n++) yield* store.create(firstCommit(n))
      yield* TestClock.adjust(commitsAreKept - 1)
      let last = yield* store.create(firstCommit(31))
      expect((yield* store.changes(Option.some(cursor), 100)).changes).toHaveLength(31)
      yield* TestClock.adjust(1)
      for (let n = 1; n <= 3; n++) last = yield* store.commit(last.version, nextCommit(last))
      const left = yield* database.read((sql) => sql.one("SELECT count(*) AS n FROM changes")?.["n"])
      expect(left).toBe(4)
      expect(yield* Effect.flip(store.changes(Option.some(cursor), 100))).toBeInstanceOf(UnknownContinuation)
    })
  ))
