import { sqliteFailure } from "@incident-teams/adapter-sqlite/sqliteFailure"
import { StoreUnavailable, type TeamStore } from "@incident-teams/application/ports/TeamStore"
import { Effect } from "effect"

type Store = TeamStore["Service"]

/** What ails a store: SQLite's result code (sqlite.org/rescode.html), and whether it still answers what is read. */
const ailments = {
  full: { errcode: 13, reads: true },
  "read-only": { errcode: 8, reads: true },
  gone: { errcode: 14, reads: false }
} as const
export type Ailment = keyof typeof ailments

/** As the adapter says it. */
const failureOf = (ailment: Ailment): StoreUnavailable => {
  const { errcode } = ailments[ailment]
  const thrown = Object.assign(new Error(ailment), { code: "ERR_SQLITE_ERROR", errcode })
  return sqliteFailure(thrown, "incident-teams.sqlite") ?? new StoreUnavailable({ reason: ailment, cause: thrown })
}

const isWrite: Readonly<Record<keyof Store, boolean>> = {
  load: false,
  loadIfChanged: false,
  loadMany: false,
  create: true,
  commit: true,
  claim: true,
  release: true,
  nextDue: false,
  chunks: false,
  chunk: false,
  roster: false,
  list: false,
  timeline: false,
  publish: true,
  changes: false,
  answered: false,
  pointers: false,
  point: true,
  unpoint: true
}

/** The same store while nothing ails it; otherwise what it can't do fails as the adapters say it does. */
export const ailing = (store: Store, ailment: () => Ailment | undefined): Store => {
  const unless = <A, E>(method: keyof Store, call: Effect.Effect<A, E>): Effect.Effect<A, E | StoreUnavailable> =>
    Effect.suspend((): Effect.Effect<A, E | StoreUnavailable> => {
      const now = ailment()
      return now !== undefined && (isWrite[method] || !ailments[now].reads) ? Effect.fail(failureOf(now)) : call
    })
  return {
    load: (id) => unless("load", store.load(id)),
    loadIfChanged: (id, version) => unless("loadIfChanged", store.loadIfChanged(id, version)),
    loadMany: (ids) => unless("loadMany", store.loadMany(ids)),
    create: (commit) => unless("create", store.create(commit)),
    commit: (expected, commit) => unless("commit", store.commit(expected, commit)),
    claim: (worker, limit, leaseMillis) => unless("claim", store.claim(worker, limit, leaseMillis)),
    release: (id, fence) => unless("release", store.release(id, fence)),
    nextDue: () => unless("nextDue", store.nextDue()),
    chunks: (id) => unless("chunks", store.chunks(id)),
    chunk: (id, number) => unless("chunk", store.chunk(id, number)),
    roster: (id) => unless("roster", store.roster(id)),
    list: (filter, page) => unless("list", store.list(filter, page)),
    timeline: (id, after, limit) => unless("timeline", store.timeline(id, after, limit)),
    publish: (incidents) => unless("publish", store.publish(incidents)),
    changes: (cursor, limit) => unless("changes", store.changes(cursor, limit)),
    answered: (id, scope, key) => unless("answered", store.answered(id, scope, key)),
    pointers: (ids) => unless("pointers", store.pointers(ids)),
    point: (id, pointer) => unless("point", store.point(id, pointer)),
    unpoint: (id, pointer) => unless("unpoint", store.unpoint(id, pointer))
  }
}
