import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { type Context, Effect, Layer, Option } from "effect"
import { beforeEach, describe } from "vitest"
import { FavoritesStore, StaleFavorites } from "../ports/FavoritesStore.ts"
import { StaleTeam, StoreUnavailable, type TeamChange, TeamStore } from "../ports/TeamStore.ts"
import { WatermarkStore } from "../ports/WatermarkStore.ts"
import { favoritesStoreContract } from "./favoritesStoreContract.ts"
import type { StoreUnderTest, TroubledPlace } from "./StoreUnderTest.ts"
import { teamStoreContract } from "./teamStoreContract.ts"
import { watermarkStoreContract } from "./watermarkStoreContract.ts"

/** A mistake that a store on a network can have, made of a right store, and the test that finds it. */
interface Planted<Store> {
  readonly defect: string
  readonly foundBy: string
  /** The hand without which the test is skipped. */
  readonly needs?: keyof TroubledPlace<unknown>
  /** For all stores on one place. `spoiled`: the records that can't be read. */
  readonly onPlace: (spoiled: ReadonlySet<string>) => (right: Store) => Store
}

const others = Effect.yieldNow

const teamDefects: ReadonlyArray<Planted<TeamStore["Service"]>> = [
  {
    defect: "commit checks the version, and then writes without it",
    foundBy: "lets exactly one of many commit on the same version, in every round",
    onPlace: () => (right) => ({
      ...right,
      commit: Effect.fnUntraced(function* (expected, commit) {
        const { id } = commit.team
        const before = yield* right.load(id)
        if (Option.isNone(before) || before.value.version !== expected) return yield* new StaleTeam({ id })
        yield* others
        const overwrite = Effect.flatMap(right.load(id), (now) => right.commit(Option.getOrThrow(now).version, commit))
        return yield* Effect.retry(overwrite, { while: (error) => error._tag === "StaleTeam" })
      })
    })
  },
  {
    defect: "changes are numbered by a sequence alone",
    foundBy: "tells one follower that only goes forward of every commit, also of those that become visible late",
    onPlace: () => {
      let drawn = 0
      let told = 0
      const visible = new Map<number, Omit<TeamChange, "cursor">>()
      const events = new Map<TeamId, number>()
      return (right) => {
        const numbered = <A, E>(write: Effect.Effect<A, E>, team: TeamId, count: number, slow: boolean) =>
          Effect.gen(function* () {
            drawn += 1
            const number = drawn
            const written = yield* write
            // Until a follower was told of a later one, if there is any.
            if (slow) yield* Effect.repeat(others, { times: 2_000, until: () => told > number })
            const before = events.get(team) ?? 0
            events.set(team, before + count)
            visible.set(number, { team, from: before + 1, to: before + count })
            return written
          })
        return {
          ...right,
          create: (commit) =>
            numbered(right.create(commit), commit.team.id, commit.events.length, commit.chunks.length > 0),
          commit: (expected, commit) =>
            numbered(right.commit(expected, commit), commit.team.id, commit.events.length, commit.chunks.length > 0),
          changes: (from, limit) =>
            Effect.sync(() => {
              const after = Option.match(from, { onNone: () => Math.max(0, ...visible.keys()), onSome: Number })
              const changes = [...visible]
                .filter(([number]) => number > after)
                .toSorted(([one], [other]) => one - other)
                .slice(0, limit)
                .map(([number, change]) => ({ ...change, cursor: String(number) }))
              const cursor = changes.at(-1)?.cursor ?? String(after)
              told = Math.max(told, Number(cursor))
              return { changes, cursor }
            })
        }
      }
    }
  },
  {
    defect: "changes are forgotten without a word",
    foundBy: "tells a follower that comes back after a year everything, or that it has to begin again",
    onPlace: () => {
      const first = new Set<TeamId>()
      return (right) => ({
        ...right,
        create: (commit) => Effect.tap(right.create(commit), () => Effect.sync(() => first.add(commit.team.id))),
        changes: (cursor, limit) =>
          Effect.catchTag(right.changes(cursor, limit), "UnknownContinuation", () =>
            right.changes(Option.none(), limit)
          ).pipe(
            Effect.map((told) => ({
              ...told,
              changes: told.changes.filter(
                (change) => !("team" in change && change.from === 1 && first.has(change.team))
              )
            }))
          )
      })
    }
  },
  {
    defect: "a failure of the database is a defect",
    foundBy: "fails with StoreUnavailable and never dies while nobody can use its database, and goes on afterward",
    needs: "cut",
    onPlace: () => (right) => ({
      ...right,
      timeline: (...parameters) => Effect.orDie(right.timeline(...parameters))
    })
  },
  {
    defect: "a commit tells nobody that the database is unavailable",
    foundBy: "fails a commit with StoreUnavailable as well, and takes it again",
    needs: "cut",
    onPlace: () => (right) => ({
      ...right,
      commit: (expected, commit) =>
        Effect.catchIf(
          right.commit(expected, commit),
          (error) => error instanceof StoreUnavailable,
          () => Effect.fail(new StaleTeam({ id: commit.team.id }))
        )
    })
  },
  {
    defect: "claim waits for a row that another transaction holds",
    foundBy: "never waits in claim for a team that another transaction holds",
    needs: "holdRow",
    onPlace: () => (right) => ({
      ...right,
      claim: Effect.fnUntraced(function* (...parameters) {
        const { items } = yield* Effect.catchTag(right.list({}, { limit: 200 }), "UnknownContinuation", Effect.die)
        for (const { commitId, schedule, team, version } of items) {
          const same = { team, schedule, events: [], chunks: [], commitId: `${commitId} again` }
          yield* Effect.ignore(right.commit(version, same))
        }
        return yield* right.claim(...parameters)
      })
    })
  },
  ...(["claim", "list"] as const).map((method): Planted<TeamStore["Service"]> => ({
    defect: `a record that can't be read ends a whole ${method}`,
    foundBy: "leaves out of what is about many only the record that can't be read",
    needs: "spoil",
    onPlace: (spoiled) => (right) => {
      const orDie = <A, E>(call: Effect.Effect<A, E>) =>
        Effect.suspend(() => (spoiled.size === 0 ? call : Effect.die(new Error("a record can't be read"))))
      return {
        ...right,
        ...(method === "claim"
          ? { claim: (...parameters) => orDie(right.claim(...parameters)) }
          : { list: (...parameters) => orDie(right.list(...parameters)) })
      }
    }
  }))
]

const favoritesDefects: ReadonlyArray<Planted<FavoritesStore["Service"]>> = [
  {
    defect: "save checks the version, and then writes without it",
    foundBy: "lets exactly one of many save on the same version, in every round",
    onPlace: () => (right) => ({
      ...right,
      save: Effect.fnUntraced(function* (owner, expected, favorites) {
        const { version } = yield* right.load(owner)
        if (version !== expected) return yield* new StaleFavorites({ owner })
        yield* others
        const overwrite = Effect.flatMap(right.load(owner), (now) => right.save(owner, now.version, favorites))
        return yield* Effect.retry(overwrite, { while: (error) => error._tag === "StaleFavorites" })
      })
    })
  }
]

const watermarkDefects: ReadonlyArray<Planted<WatermarkStore["Service"]>> = [
  {
    defect: "advance compares, and then overwrites what was stored meanwhile",
    foundBy: "keeps the latest of many marks that are advanced at once, in every round",
    onPlace: () => {
      const marks = new Map<WorkspaceAlias, Timestamp>()
      return (right) => ({
        ...right,
        load: (workspace) => Effect.sync(() => Option.fromUndefinedOr(marks.get(workspace))),
        advance: Effect.fnUntraced(function* (workspace, to) {
          const before = marks.get(workspace)
          yield* others
          if (before === undefined || before < to) marks.set(workspace, to)
        })
      })
    }
  }
]

const planted = <Id, Store>(
  under: StoreUnderTest<Id>,
  port: Context.Key<Id, Store>,
  onPlace: Planted<Store>["onPlace"]
): StoreUnderTest<Id> => {
  const wrong = (layer: Layer.Layer<Id, unknown>, spoiled: ReadonlySet<string> = new Set()) => {
    const make = onPlace(spoiled)
    return Layer.provide(Layer.effect(port, Effect.map(port, make)), layer)
  }
  const { sharesData, troubled } = under
  return {
    ...under,
    layer: Layer.unwrap(Effect.sync(() => wrong(under.layer))),
    ...(sharesData === undefined ? {} : { sharesData: () => wrong(sharesData()) }),
    ...(troubled === undefined
      ? {}
      : {
          troubled: () => {
            const place = troubled()
            const spoiled = new Set<string>()
            const { spoil } = place
            return {
              ...place,
              layer: wrong(place.layer, spoiled),
              ...(spoil === undefined
                ? {}
                : {
                    spoil: (id) =>
                      Effect.andThen(
                        spoil(id),
                        Effect.sync(() => spoiled.add(id))
                      )
                  })
            }
          }
        })
  }
}

const finds = <Id, Store>(
  contract: (name: string, under: StoreUnderTest<Id>) => void,
  under: StoreUnderTest<Id>,
  port: Context.Key<Id, Store>,
  defects: ReadonlyArray<Planted<Store>>
): void => {
  const hands = under.troubled?.() ?? {}
  const plantable = defects.filter(({ needs }) => needs === undefined || needs in hands)
  describe.each(plantable)("$defect", ({ foundBy, onPlace }) => {
    beforeEach(({ skip, task }) => {
      const own: { fails?: boolean } = task
      if (task.name === foundBy) own.fails = true
      else skip("only the test that has to find it")
    })
    contract("with a defect", planted(under, port, onPlace))
  })
}

/** Declares for each mistake that can be planted in these stores a run of its suite, in which one test must fail. */
export const plantedDefects = (under: {
  readonly teams: StoreUnderTest<TeamStore>
  readonly favorites: StoreUnderTest<FavoritesStore>
  readonly watermarks: StoreUnderTest<WatermarkStore>
}): void => {
  describe("planted defects", () => {
    finds(teamStoreContract, under.teams, TeamStore, teamDefects)
    finds(favoritesStoreContract, under.favorites, FavoritesStore, favoritesDefects)
    finds(watermarkStoreContract, under.watermarks, WatermarkStore, watermarkDefects)
  })
}
