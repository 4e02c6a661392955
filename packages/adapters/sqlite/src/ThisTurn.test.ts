import { setImmediate as nextTurn } from "node:timers/promises"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf, nextCommit } from "@incident-teams/application/testing/team-store/commits"
import { Context, Effect, Layer, Option } from "effect"
import { expect, it } from "vitest"
import { layerFile, SqliteDatabase } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteTeamStore.ts"
import { temporaryFile } from "./testing/temporaryFile.ts"

const id = idOf(1)

it("looks at the file once for all that ask for a team in one turn, and again in the next", () =>
  Effect.gen(function* () {
    const context = yield* Layer.build(Layer.provideMerge(layerOn, layerFile(temporaryFile())))
    const store = Context.get(context, TeamStore)
    const { turn } = Context.get(context, SqliteDatabase)
    yield* store.create(firstCommit(1))
    const first = yield* store.load(id)
    expect(turn.has(id)).toBe(false)
    expect(yield* store.load(id)).toStrictEqual(first)
    expect(turn.has(id)).toBe(true)
    yield* Effect.promise(() => nextTurn())
    expect(turn.has(id)).toBe(false)
  }).pipe(Effect.scoped, Effect.runPromise))

it("sees at once what another store of this process writes to the file in the same turn", () =>
  Effect.gen(function* () {
    const file = temporaryFile()
    const built = Effect.map(Layer.build(Layer.fresh(Layer.provide(layerOn, layerFile(file)))), (context) =>
      Context.get(context, TeamStore)
    )
    const [one, other] = [yield* built, yield* built]
    const first = yield* one.create(firstCommit(1))
    yield* other.load(id)
    yield* other.load(id)
    const second = yield* one.commit(first.version, nextCommit(first))
    expect(yield* other.load(id)).toStrictEqual(Option.some(second))
  }).pipe(Effect.scoped, Effect.runPromise))
