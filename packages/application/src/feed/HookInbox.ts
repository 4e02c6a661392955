import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Context, Effect, Layer, Queue, Schema } from "effect"
import { lastingOrigin, type Origin, withOrigin } from "../tracing/Origin.ts"
import { observeIncident } from "./observeIncident.ts"

/** Refused: as many incidents as fit are waiting to be read. Nothing is lost by it: the feed reads them all the same. */
export class HookInboxFull extends Schema.TaggedError<HookInboxFull>()("HookInboxFull", { waiting: Schema.Int }) {}

/** How much the inbox takes, and how it reads. */
export interface InboxTerms {
  /** Incidents that may be waiting or being read. */
  readonly capacity: number
  /** Incidents read at the same time; each costs a read of ARM, which is throttled. */
  readonly concurrency: number
}

const defaultInboxTerms: InboxTerms = { capacity: 10_000, concurrency: 4 }

/**
 * Incidents that were reported as changed, until they are read. However many hooks come for one, at most one read of
 * it is under way and one more is waiting: a hook that comes during a read may be about what that read didn't see.
 */
export class HookInbox extends Context.Service<
  HookInbox,
  {
    /** Makes a read due, on the caller's account, and returns at once. Of several hooks the last one counts. */
    offer(id: IncidentId): Effect.Effect<void, HookInboxFull>
    /** Incidents that are waiting or being read. */
    readonly size: Effect.Effect<number>
    /** Waits until there are none. */
    readonly empty: Effect.Effect<void>
  }
>()("@incident-teams/application/feed/HookInbox") {}

type Place = "waiting" | "reading" | "reading, and to be read again"

/** Reads for as long as the scope lives. What fails is for the log: the feed reads every incident again. */
export const make = <E, R>(
  { capacity, concurrency }: InboxTerms,
  read: (id: IncidentId) => Effect.Effect<void, E, R>
) =>
  Effect.gen(function* () {
    const places = new Map<IncidentId, Place>()
    const origins = new Map<IncidentId, Origin | undefined>()
    const waiting = yield* Queue.unbounded<IncidentId>()
    let emptied: Array<() => void> = []

    const wait = (id: IncidentId): void => {
      places.set(id, "waiting")
      Queue.offerUnsafe(waiting, id)
    }
    const leave = (id: IncidentId): void => {
      places.delete(id)
      if (places.size > 0) return
      const resumed = emptied
      emptied = []
      for (const resume of resumed) resume()
    }

    const readNext = Effect.gen(function* () {
      const id = yield* Queue.take(waiting)
      places.set(id, "reading")
      const origin = origins.get(id)
      origins.delete(id)
      const logged = Effect.catchCause(read(id), (cause) =>
        Effect.logWarning(`Incident ${id} can't be read, as a hook asked for`, cause)
      )
      yield* origin === undefined ? logged : withOrigin(origin)(logged)
      if (places.get(id) === "reading") leave(id)
      else wait(id)
    })
    for (let reader = 0; reader < concurrency; reader++) yield* Effect.forkScoped(Effect.forever(readNext))

    return HookInbox.of({
      offer: (id) =>
        Effect.flatMap(lastingOrigin, (origin) => {
          const place = places.get(id)
          if (place === undefined && places.size >= capacity) {
            return Effect.fail(new HookInboxFull({ waiting: places.size }))
          }
          origins.set(id, origin)
          if (place === "reading") places.set(id, "reading, and to be read again")
          if (place === undefined) wait(id)
          return Effect.void
        }),
      size: Effect.sync(() => places.size),
      empty: Effect.callback((resume) => {
        if (places.size === 0) resume(Effect.void)
        else emptied.push(() => resume(Effect.void))
      })
    })
  })

export const layer = Layer.effect(HookInbox, make(defaultInboxTerms, observeIncident))
