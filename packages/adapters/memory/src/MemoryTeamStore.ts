import {
  claimableAt,
  type IncidentState,
  type TeamChange,
  type Commit,
  type Idempotency,
  type ListFilter,
  type Pointed,
  type Pointer,
  type Schedule,
  type SeenRoster,
  StaleTeam,
  type Stored,
  TeamAlreadyStored,
  TeamStore,
  unchanged,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { plus, type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { isLive } from "@incident-teams/domain/team/served"
import { hasAccessToReport, type Team } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Clock, Effect, Layer, Option } from "effect"

interface Row {
  readonly stored: Stored
  readonly events: ReadonlyArray<TeamEvent>
  /** By number. */
  readonly chunks: ReadonlyMap<number, PeopleChunk>
  readonly roster: SeenRoster | undefined
  /** By scope and key. */
  readonly answers: ReadonlyMap<string, Idempotency>
}

/** What a store remembers. Outlives the store where a test wants to see a restart. */
export interface TeamData {
  readonly rows: Map<TeamId, Row>
  readonly pointers: Map<TeamId, Pointer>
  readonly changes: Array<Omit<TeamChange, "cursor"> | Omit<IncidentState, "cursor">>
}

export const noTeamData = (): TeamData => ({ rows: new Map(), pointers: new Map(), changes: [] })

const now: Effect.Effect<Timestamp> = Effect.map(Clock.currentTimeMillis, timestampOf)

/** One JavaScript turn does each of these, so nothing comes in between. */
const storeOn = ({ rows, pointers, changes }: TeamData): TeamStore["Service"] => {
  const write = (before: Row | undefined, commit: Commit): Stored => {
    const { team, events, idempotency, roster, schedule, commitId } = commit
    const stored = { id: team.id, version: next(before?.stored.version), team, schedule, commitId }
    const history = [...(before?.events ?? []), ...events]
    rows.set(team.id, {
      stored,
      events: history,
      chunks: new Map([...(before?.chunks ?? []), ...commit.chunks.map((chunk) => [chunk.chunk, chunk] as const)]),
      roster: roster ?? before?.roster,
      answers: new Map([
        ...(before?.answers ?? []),
        ...(idempotency === undefined ? [] : [[answerKey(idempotency.scope, idempotency.key), idempotency] as const])
      ])
    })
    changes.push({ team: team.id, from: history.length - events.length + 1, to: history.length })
    return stored
  }

  /** A claim or release: another version, nothing to tell. */
  const reschedule = (row: Row, schedule: Schedule): Stored => {
    const stored = { ...row.stored, version: next(row.stored.version), schedule }
    rows.set(stored.id, { ...row, stored })
    return stored
  }

  const byClaimable = (): ReadonlyArray<{ readonly row: Row; readonly at: Timestamp }> =>
    [...rows.values()]
      .flatMap((row) => {
        const at = claimableAt(row.stored.schedule)
        return at === undefined ? [] : [{ row, at }]
      })
      .toSorted((a, b) => a.at - b.at)

  return {
    load: (id) => Effect.sync(() => Option.fromUndefinedOr(rows.get(id)?.stored)),
    loadIfChanged: (id, version) =>
      Effect.sync(() => {
        const stored = rows.get(id)?.stored
        return stored?.version === version ? unchanged : Option.fromUndefinedOr(stored)
      }),
    loadMany: (ids) => Effect.sync(() => [...new Set(ids)].flatMap((id) => rows.get(id)?.stored ?? [])),
    create: (commit) =>
      Effect.suspend(() => {
        const before = rows.get(commit.team.id)
        if (before === undefined && !pointers.has(commit.team.id)) return Effect.succeed(write(undefined, commit))
        return before?.stored.commitId === commit.commitId
          ? Effect.succeed(before.stored)
          : Effect.fail(new TeamAlreadyStored({ id: commit.team.id }))
      }),
    commit: (expected, commit) =>
      Effect.suspend(() => {
        const before = rows.get(commit.team.id)
        if (before?.stored.commitId === commit.commitId) return Effect.succeed(before.stored)
        return before?.stored.version === expected
          ? Effect.succeed(write(before, commit))
          : Effect.fail(new StaleTeam({ id: commit.team.id }))
      }),
    claim: (worker, limit, leaseMillis) =>
      Effect.map(now, (at) =>
        byClaimable()
          .filter((candidate) => candidate.at <= at)
          .slice(0, limit)
          .map(({ row }) => {
            const before = row.stored.schedule
            const lease = { holder: worker, until: plus(at, leaseMillis) }
            return {
              stored: reschedule(row, { ...before, fence: before.fence + 1, lease }),
              takenOver: before.lease !== undefined
            }
          })
      ),
    release: (id, fence) =>
      Effect.map(now, (at) => {
        const row = rows.get(id)
        if (row === undefined) return
        const { lease, ...rest } = row.stored.schedule
        if (lease !== undefined && lease.until > at && rest.fence === fence) reschedule(row, rest)
      }),
    nextDue: () => Effect.sync(() => Option.fromUndefinedOr(byClaimable()[0]?.at)),
    chunks: (id) => Effect.sync(() => [...(rows.get(id)?.chunks.values() ?? [])].toSorted((a, b) => a.chunk - b.chunk)),
    chunk: (id, chunk) => Effect.sync(() => Option.fromUndefinedOr(rows.get(id)?.chunks.get(chunk))),
    roster: (id) => Effect.sync(() => Option.fromUndefinedOr(rows.get(id)?.roster)),
    list: (filter, { limit, next: after }) =>
      Effect.suspend(() => {
        const place = after === undefined ? undefined : placeOf(after)
        if (after !== undefined && place === undefined) return Effect.fail(new UnknownContinuation({ next: after }))
        const found = [...rows.values()]
          .map(({ stored }) => stored)
          .filter(({ team }) => isListed(filter, team) && (place === undefined || newestFirst(place, team) < 0))
          .toSorted((a, b) => newestFirst(a.team, b.team))
        const items = found.slice(0, limit)
        const last = items.at(-1)
        return Effect.succeed({
          items,
          ...(last !== undefined && found.length > limit ? { next: `${last.team.createdAt}.${last.id}` } : {})
        })
      }),
    timeline: (id, after, limit) =>
      Effect.sync(() =>
        (rows.get(id)?.events ?? [])
          .slice(after, after + limit)
          .map((event, index) => ({ position: after + index + 1, event }))
      ),
    publish: (incidents) =>
      Effect.sync(() => {
        for (const incident of incidents) {
          const isTold = changes.some(
            (change) =>
              "incident" in change && change.incident.id === incident.id && change.incident.etag === incident.etag
          )
          if (!isTold) changes.push({ incident })
        }
      }),
    changes: (cursor, limit) =>
      Effect.suspend(() => {
        const from = Option.isNone(cursor)
          ? changes.length
          : /^\d{1,15}$/u.test(cursor.value)
            ? Number(cursor.value)
            : -1
        if (from < 0 || from > changes.length) {
          return Effect.fail(new UnknownContinuation({ next: Option.getOrElse(cursor, () => "") }))
        }
        const found = changes.slice(from, from + limit)
        return Effect.succeed({
          changes: found.map((change, index) => ({ ...change, cursor: String(from + index + 1) })),
          cursor: String(from + found.length)
        })
      }),
    answered: (id, scope, key) =>
      Effect.map(now, (at) =>
        Option.fromUndefinedOr(rows.get(id)?.answers.get(answerKey(scope, key))).pipe(
          Option.filter((answer) => answer.expiresAt > at)
        )
      ),
    pointers: (ids) => Effect.sync(() => new Map([...pointers].filter(([id]) => ids.includes(id)))),
    point: (id, pointer) =>
      Effect.sync((): Pointed => {
        if (rows.has(id)) return { _tag: "Team" }
        const there = pointers.get(id)
        if (there !== undefined && (there.team !== pointer.team || there.link >= pointer.link)) {
          return { _tag: "Pointer", pointer: there }
        }
        pointers.set(id, pointer)
        return { _tag: "Pointer", pointer }
      }),
    unpoint: (id, { team, link }) =>
      Effect.sync(() => {
        const there = pointers.get(id)
        if (there?.team === team && there.link === link) pointers.delete(id)
      })
  }
}

const next = (version: string | undefined): string => String(Number(version ?? 0) + 1)

const answerKey = (scope: string, key: string): string => JSON.stringify([scope, key])

/** Where a team stands in a list. Neither half ever changes, so no team moves from one page to another. */
type Place = Pick<Team, "createdAt" | "id">

const newestFirst = (a: Place, b: Place): number =>
  b.createdAt - a.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const placeOf = (continuation: string): Place | undefined => {
  const [, createdAt, id] = /^(-?\d{1,15})\.([a-z2-7]{26})$/u.exec(continuation) ?? []
  return createdAt === undefined || id === undefined
    ? undefined
    : { createdAt: timestampOf(Number(createdAt)), id: TeamId.make(id) }
}

const isListed = (filter: ListFilter, team: Team): boolean =>
  (filter.workspace === undefined || partsOfIncidentId(team.incident.id).workspace === filter.workspace) &&
  (filter.phases === undefined || filter.phases.includes(team.phase)) &&
  (filter.blocked === undefined || filter.blocked === (team.work.blocked !== undefined)) &&
  (filter.live === undefined || filter.live === isLive(team)) &&
  (filter.access === undefined || filter.access === hasAccessToReport(team)) &&
  (filter.delayed === undefined || filter.delayed === team.work.waits.length > 0)

/** A store on data that somebody else keeps. */
export const layerOn = (data: TeamData) => Layer.sync(TeamStore, () => storeOn(data))

/** A store that begins empty and is forgotten with its layer. */
export const layer = Layer.sync(TeamStore, () => storeOn(noTeamData()))
