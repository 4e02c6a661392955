import { type Cause, Clock, Context, Effect, Latch, Layer, Option, Queue, Schema, Semaphore, Stream } from "effect"
import {
  type Change,
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

/** Milliseconds; a caller that left before its first event holds its place no longer than this. */
const placesAreKept = 10_000

type Follower = Queue.Queue<LiveChange, Cause.Done>

export const layerOf = (terms: LiveTerms) =>
  Layer.effect(
    LiveChanges,
    Effect.gen(function* () {
      const store = yield* TeamStore
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

      const withTeams = Effect.fnUntraced(function* (changes: ReadonlyArray<Change>) {
        if (changes.length === 0) return []
        const stored = yield* store.loadMany([...new Set(changes.map(({ team }) => team))])
        const teams = new Map(stored.map((one) => [one.id, one]))
        return changes.flatMap(({ team, ...change }): ReadonlyArray<LiveChange> => {
          const one = teams.get(team)
          return one === undefined ? [] : [{ _tag: "Changed", ...change, stored: one }]
        })
      })

      /** One query for all followers. A follower that joins meanwhile reads from the store what it misses. */
      const poll = Effect.gen(function* () {
        yield* followed.await
        const from = served
        if (from === undefined) return
        const { changes, cursor } = yield* store.changes(Option.some(from), terms.page)
        const news = yield* withTeams(changes)
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
      const untilNow = (from: string, follower: Follower) =>
        Stream.paginate(from, (at) =>
          Effect.gen(function* () {
            const before = yield* Queue.size(follower)
            const { changes, cursor } = yield* store.changes(Option.some(at), terms.page)
            if (changes.length > 0) return [yield* withTeams(changes), Option.some(cursor)] as const
            // Those were read and sent here before the store reported that there is no more.
            for (let dropped = 0; dropped < before; dropped++) yield* Queue.poll(follower)
            return [[], Option.none<string>()] as const
          })
        )

      const now = Effect.suspend(() => Effect.map(store.changes(Option.none(), 1), ({ cursor }) => cursor))

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
              const first: LiveChange = yield* Option.match(cursor, {
                onNone: () => Effect.map(now, (at): LiveChange => ({ _tag: "Ready", cursor: at })),
                onSome: (at) =>
                  store.changes(cursor, 1).pipe(
                    Effect.as<LiveChange>({ _tag: "Ready", cursor: at }),
                    Effect.catchTag("UnknownContinuation", () =>
                      Effect.map(now, (fresh): LiveChange => ({ _tag: "Reload", cursor: fresh }))
                    )
                  )
              })
              return Stream.make(first).pipe(
                Stream.concat(untilNow(first.cursor, follower)),
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
