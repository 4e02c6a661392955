import { StaleTeam, TeamAlreadyStored, TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Layer, Option, Schema } from "effect"
import { answerIn, answerItemId } from "./AnswerItem.ts"
import { changesOf } from "./changesAfter.ts"
import { claimDue } from "./claimDue.ts"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { CosmosDatabase, layer as databaseLayer } from "./CosmosDatabase.ts"
import { eventsIn } from "./EventsItem.ts"
import { publish } from "./IncidentItem.ts"
import { fewIds, itemsOfTeams } from "./itemsOfTeams.ts"
import { listPage } from "./listPage.ts"
import { chunkIn, chunkItemId } from "./PeopleItems.ts"
import { point, readPointers, unpoint } from "./PointerItem.ts"
import { readRoster } from "./readRoster.ts"
import { releaseLease } from "./releaseLease.ts"
import { partsOfVersion } from "./TeamItem.ts"
import { wholeTeams } from "./wholeTeams.ts"
import { persistently } from "./wire/persistently.ts"
import { loadTeam, loadTeamIfChanged, writeCommit } from "./writeCommit.ts"

const now: Effect.Effect<Timestamp> = Effect.map(Clock.currentTimeMillis, timestampOf)

const loadMany = (teams: CosmosContainer, ids: ReadonlyArray<TeamId>) => {
  const once = [...new Set(ids)]
  if (once.length <= fewIds) {
    return Effect.map(
      Effect.forEach(once, (id) => persistently(loadTeam(teams, id)), { concurrency: "unbounded" }),
      (found) => found.flatMap((one) => Option.toArray(one))
    )
  }
  // Only teams have a place in lists.
  return Effect.flatMap(persistently(teams.queryAcross(itemsOfTeams(once, 'c.listedAt > ""'))), (items) =>
    wholeTeams(teams, items)
  )
}

const firstTime = Schema.decodeUnknownOption(Schema.Tuple([Schema.Int]))

const make = Effect.gen(function* () {
  const { teams, teamsId } = yield* CosmosDatabase
  const changes = changesOf(teams, teamsId)

  return TeamStore.of({
    load: (id) => persistently(loadTeam(teams, id)),

    loadIfChanged: (id, version) => {
      const known = partsOfVersion(version)
      return persistently(known === undefined ? loadTeam(teams, id) : loadTeamIfChanged(teams, id, known.etag))
    },

    loadMany: (ids) => loadMany(teams, ids),

    create: Effect.fnUntraced(function* (commit) {
      const { id } = commit.team
      return yield* Effect.mapError(writeCommit(teams, { _tag: "Nothing" }, commit, yield* now), (failure) =>
        failure._tag === "StoreUnavailable" ? failure : new TeamAlreadyStored({ id })
      )
    }),

    commit: Effect.fnUntraced(function* (expected, commit) {
      const { id } = commit.team
      const loaded = partsOfVersion(expected)
      if (loaded === undefined) return yield* new StaleTeam({ id })
      return yield* Effect.mapError(writeCommit(teams, { _tag: "Loaded", ...loaded }, commit, yield* now), (failure) =>
        failure._tag === "StoreUnavailable" ? failure : new StaleTeam({ id })
      )
    }),

    claim: Effect.fnUntraced(function* (worker, limit, leaseMillis) {
      return yield* claimDue(teams, limit, { worker, leaseMillis, now: yield* now })
    }),

    release: Effect.fnUntraced(function* (id, fence) {
      yield* releaseLease(teams, id, fence, yield* now)
    }),

    nextDue: () =>
      persistently(
        teams.queryAcross({
          text: "SELECT TOP 1 VALUE c.claimableAt FROM c WHERE c.claimableAt >= @least ORDER BY c.claimableAt",
          // Any number: only teams that will be due have one.
          parameters: { least: -8_640_000_000_000_000 }
        })
      ).pipe(Effect.map((found) => Option.map(firstTime(found), ([at]) => timestampOf(at)))),

    chunks: (id) =>
      Effect.map(
        persistently(
          teams.queryWithin(id, {
            text: "SELECT * FROM c WHERE c.team = @team AND c.chunk >= 0 ORDER BY c.chunk",
            parameters: { team: id }
          })
        ),
        (items) => items.map((item) => chunkIn(id, item))
      ),

    chunk: (id, chunk) =>
      Effect.map(
        persistently(teams.read(id, chunkItemId(chunk))),
        Option.map(({ item }) => chunkIn(id, item))
      ),

    roster: (id) => readRoster(teams, id),

    list: (filter, page) => listPage(teams, filter, page),

    timeline: (id, after, limit) =>
      Effect.map(
        persistently(
          teams.queryWithin(id, {
            text: `SELECT TOP ${limit} * FROM c WHERE c.team = @team AND c.last > @after ORDER BY c.last`,
            parameters: { team: id, after }
          })
        ),
        (items) =>
          items
            .flatMap((item) => eventsIn(id, item))
            .filter(({ position }) => position > after)
            .slice(0, limit)
      ),

    publish: (incidents) =>
      Effect.forEach(incidents, (incident) => publish(teams, incident), { concurrency: 8, discard: true }),

    changes,

    answered: Effect.fnUntraced(function* (id, scope, key) {
      const at = yield* now
      const found = yield* persistently(teams.read(id, answerItemId(scope, key)))
      return found.pipe(
        Option.map(({ item }) => answerIn(id, item)),
        Option.filter((answer) => answer.expiresAt > at)
      )
    }),

    pointers: (ids) => readPointers(teams, ids),

    point: (id, pointer) => point(teams, id, pointer),

    unpoint: (id, pointer) => unpoint(teams, id, pointer)
  })
})

/** On a database that is provided; with the other stores on the same one, they share its client and its session. */
export const layerOn = Layer.effect(TeamStore, make)

/** In the configured account. */
export const layer = Layer.provide(layerOn, databaseLayer)
