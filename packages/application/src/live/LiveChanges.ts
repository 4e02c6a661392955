import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { type Cause, Clock, Context, Effect, Latch, Layer, Option, Queue, Schema, Semaphore, Stream } from "effect"
import type { Deployment } from "../deployment/Deployment.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { teamsServing } from "../links/servingTeam.ts"
import type { IncidentSource } from "../ports/IncidentSource.ts"
import {
  type Change,
  statesAreKept,
  type Stored,
  type StoreUnavailable,
  TeamStore,
  type UnknownContinuation
} from "../ports/TeamStore.ts"
import { CommitBell } from "./CommitBell.ts"

/** What a follower receives. */
export type LiveChange =
  /** Every later change follows. Reading after this misses nothing. */
  | { readonly _tag: "Ready"; readonly cursor: string }
  /** The cursor to resume from is unknown; every later change follows. Read everything again. */
  | { readonly _tag: "Reload"; readonly cursor: string }
  /** The team as it is now, and the positions of the events that made it so (none when `from > to`). */
  | {
      readonly _tag: "Changed"
      readonly cursor: string
      readonly from: number
      readonly to: number
      readonly stored: Stored
    }
  /** The incident as it was read or changed through us, with the team that serves it now. */
  | {
      readonly _tag: "IncidentChanged"
      readonly cursor: string
      readonly incident: Incident
      readonly team: Stored | undefined
    }

/** Refused: as many are following as there is room for. */
export class TooManyFollowers extends Schema.TaggedError<TooManyFollowers>()("TooManyFollowers", {
  limit: Schema.Int,
  /** Whether it is this caller alone who follows so often. */
  own: Schema.Boolean
}) {}

export interface LiveTerms {
  /** Between two queries of the store while nothing is committed here. Milliseconds. */
  readonly everyMillis: number
  /** Changes read at a time, at most 200. */
  readonly page: number
  /** Changes that wait for one who follows slowly; with more their stream ends, and they resume. */
  readonly buffer: number
  readonly followers: number
  readonly followersPerCaller: number
}

export const defaultLiveTerms: LiveTerms = {
  everyMillis: 1_000,
  page: 200,
  buffer: 1_000,
  followers: 2_000,
  followersPerCaller: 50
}

/**
 * What is committed, as it happens, by any process. The store is asked once a second for all who follow, and at
 * once after a commit here; not at all while nobody follows.
 */
export class LiveChanges extends Context.Service<
  LiveChanges,
  {
    /** Keeps a place for one more of this caller, who follows within 10 seconds; refuses where there is none. */
    room(caller: string): Effect.Effect<void, TooManyFollowers>
    /**
     * What is committed after `cursor` (none: from now on), at least once, in order per team. Ends for who is too slow,
     * when the process stops, or when the place is lost; resuming with the last cursor misses nothing.
     */
    follow(caller: string, cursor: Option.Option<string>): Stream.Stream<LiveChange, StoreUnavailable>
    readonly followers: Effect.Effect<number>
    /** Ends everybody's stream, and lets nobody follow any more. */
    readonly stop: Effect.Effect<void>
    /** Whether it was stopped: the process ends, and waiting callers have to ask another one. */
    readonly stopped: Effect.Effect<boolean>
  }
>()("@incident-teams/application/live/LiveChanges") {}

/** A place in the store's changes, and when everything before it had been told: states of incidents aren't kept for long. */
interface Place {
  readonly at: number
  readonly cursor: string
}

/** As followers have it: one text that a header can hold. */
const named = ({ at, cursor }: Place): string => `${at.toString(36)}.${cursor}`

const placeNamed = (name: string): Place | undefined => {
  const [, at, cursor] = /^([0-9a-z]{1,9})\.(.+)$/u.exec(name) ?? []
  return at === undefined || cursor === undefined ? undefined : { at: Number.parseInt(at, 36), cursor }
}

/** Milliseconds; a caller that left before its first event holds its place no longer than this. */
const placesAreKept = 10_000

type Follower = Queue.Queue<LiveChange, Cause.Done>

export const layerOf = (terms: LiveTerms) =>
  Layer.effect(
    LiveChanges,
    Effect.gen(function* () {
      const store = yield* TeamStore
      const services = yield* Effect.context<TeamStore | IncidentSource | Deployment>()
      const bell = yield* CommitBell
      const followers = new Map<Follower, string>()
      let kept: ReadonlyArray<{ readonly caller: string; readonly until: number }> = []
      const followed = Latch.makeUnsafe()
      const joining = yield* Semaphore.make(1)
      let stopped = false
      /** How far the followers have been served; undefined while no one follows. */
      let served: string | undefined

      const ends = (follower: Follower): void => {
        followers.delete(follower)
        Queue.endUnsafe(follower)
        if (followers.size > 0) return
        served = undefined
        followed.closeUnsafe()
      }
      const endAll = Effect.sync(() => {
        for (const follower of followers.keys()) ends(follower)
      })

      /** `at`: when everything before these changes had been told. */
      const withTeams = Effect.fnUntraced(function* (changes: ReadonlyArray<Change>, at: number) {
        const ids = new Set(changes.flatMap((change) => ("team" in change ? change.team : [])))
        const stored = ids.size === 0 ? [] : yield* store.loadMany([...ids])
        const teams = new Map(stored.map((one) => [one.id, one]))
        const states = changes.filter((change) => "incident" in change)
        // A workspace may have been configured when a state was published, and not be any more.
        const owned = yield* Effect.forEach(states, (state) =>
          Effect.option(Effect.map(teamOfIncident(state.incident.id), (id) => [state, id] as const))
        )
        const own = new Map<Change, TeamId>(owned.flatMap(Option.toArray))
        const serving = yield* teamsServing([...own.values()])
        return changes.flatMap((change): ReadonlyArray<LiveChange> => {
          const cursor = named({ at, cursor: change.cursor })
          if ("team" in change) {
            const one = teams.get(change.team)
            return one === undefined ? [] : [{ _tag: "Changed", cursor, from: change.from, to: change.to, stored: one }]
          }
          const id = own.get(change)
          return id === undefined
            ? []
            : [{ _tag: "IncidentChanged", cursor, incident: change.incident, team: serving.get(id) }]
        })
      }, Effect.provideContext(services))

      /** One query for all followers. A follower that joins meanwhile reads from the store what it misses. */
      const poll = Effect.gen(function* () {
        yield* followed.await
        const from = served
        if (from === undefined) return
        const at = yield* Clock.currentTimeMillis
        const { changes, cursor } = yield* store.changes(Option.some(from), terms.page)
        const news = yield* withTeams(changes, at)
        if (served !== from) return
        served = cursor
        for (const follower of followers.keys()) {
          if (!news.every((change) => Queue.offerUnsafe(follower, change))) ends(follower)
        }
        if (changes.length < terms.page) yield* bell.waitAtMost(terms.everyMillis)
      })
      yield* Effect.forkScoped(
        Effect.forever(
          poll.pipe(
            // The store was replaced. All followers resume, and are asked to read everything again.
            Effect.catchTag("UnknownContinuation", () => endAll),
            Effect.catchTag("StoreUnavailable", ({ reason }) =>
              Effect.andThen(
                Effect.logWarning(`The store can't be asked for what changed: ${reason}`),
                bell.waitAtMost(terms.everyMillis)
              )
            )
          )
        )
      )

      /** Receives every change from now on, as long as the scope lives. */
      const joined = Effect.fnUntraced(function* (caller: string) {
        const follower: Follower = yield* Queue.dropping<LiveChange, Cause.Done>(terms.buffer)
        yield* Effect.addFinalizer(() => Effect.sync(() => ends(follower)))
        yield* joining.withPermit(
          Effect.gen(function* () {
            served ??= (yield* store.changes(Option.none(), 1)).cursor
            if (stopped) return ends(follower)
            const place = kept.findIndex((one) => one.caller === caller)
            kept = kept.filter((_, index) => index !== place)
            followers.set(follower, caller)
            followed.openUnsafe()
          })
        )
        return follower
      })

      /** What was committed from a cursor until now; afterward `follower` holds exactly what came since. */
      const untilNow = (from: Place, follower: Follower) =>
        Stream.paginate(from.cursor, (place) =>
          Effect.gen(function* () {
            const before = yield* Queue.size(follower)
            const { changes, cursor } = yield* store.changes(Option.some(place), terms.page)
            if (changes.length > 0) return [yield* withTeams(changes, from.at), Option.some(cursor)] as const
            // Those were read and sent here before the store reported that there is no more.
            for (let dropped = 0; dropped < before; dropped++) yield* Queue.poll(follower)
            return [[], Option.none<string>()] as const
          })
        )

      const now = Effect.gen(function* () {
        const at = yield* Clock.currentTimeMillis
        const { cursor } = yield* store.changes(Option.none(), 1)
        return { at, cursor }
      })

      /** Where a follower left off, unless that is unknown here or so long ago that states may be gone. */
      const leftOffAt = Effect.fnUntraced(function* (name: string) {
        const place = placeNamed(name)
        if (place === undefined || place.at <= (yield* Clock.currentTimeMillis) - statesAreKept) return undefined
        return yield* store.changes(Option.some(place.cursor), 1).pipe(
          Effect.as(place),
          Effect.catchTag("UnknownContinuation", () => Effect.undefined)
        )
      })

      return LiveChanges.of({
        room: Effect.fnUntraced(function* (caller) {
          const at = yield* Clock.currentTimeMillis
          kept = kept.filter(({ until }) => until > at)
          const callers = [...followers.values(), ...kept.map((one) => one.caller)]
          if (callers.filter((one) => one === caller).length >= terms.followersPerCaller) {
            return yield* new TooManyFollowers({ limit: terms.followersPerCaller, own: true })
          }
          if (callers.length >= terms.followers) {
            return yield* new TooManyFollowers({ limit: terms.followers, own: false })
          }
          kept = [...kept, { caller, until: at + placesAreKept }]
        }),
        follow: (caller, cursor) =>
          Stream.unwrap(
            Effect.gen(function* () {
              const follower = yield* joined(caller)
              const left = Option.isNone(cursor) ? undefined : yield* leftOffAt(cursor.value)
              const place = left ?? (yield* now)
              const first: LiveChange = {
                _tag: Option.isSome(cursor) && left === undefined ? "Reload" : "Ready",
                cursor: named(place)
              }
              return Stream.make(first).pipe(
                Stream.concat(untilNow(place, follower)),
                Stream.concat(Stream.fromQueue(follower))
              )
            })
          ).pipe(Stream.catchTag("UnknownContinuation", (_: UnknownContinuation) => Stream.empty)),
        followers: Effect.sync(() => followers.size),
        stopped: Effect.sync(() => stopped),
        stop: Effect.suspend(() => {
          stopped = true
          return endAll
        })
      })
    })
  )

export const layer = layerOf(defaultLiveTerms)
