import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Alert } from "@incident-teams/domain/incident/Alert"
import type { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import type { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import type { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import type { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import { Cache, Context, Duration, Effect, Layer, Result } from "effect"
import { type IncidentEntities, IncidentSource, type ReadFailure } from "../ports/IncidentSource.ts"
import { asSystem } from "../ports/Session.ts"

/** What was read, or why it can't be read right now. */
export type Part<A> = Result.Result<A, ReadFailure>

/** Everything that belongs to an incident, each part for itself. */
export interface Parts {
  readonly alerts: Part<ReadonlyArray<Alert>>
  readonly entities: Part<IncidentEntities>
  readonly bookmarks: Part<ReadonlyArray<Bookmark>>
  readonly comments: Part<ReadonlyArray<IncidentComment>>
  readonly tasks: Part<ReadonlyArray<IncidentTask>>
  readonly relations: Part<ReadonlyArray<IncidentRelation>>
}

export interface PartsTerms {
  /** How long what was read is shared between all readers of the incident, unless the incident changes. */
  readonly shared: Duration.Duration
  /** The same where some of it couldn't be read. */
  readonly sharedInPart: Duration.Duration
  /** Incidents at a time. */
  readonly capacity: number
}

/** Six calls of Azure that count as writes there in part: they are made once, for any number of readers. */
const defaultPartsTerms: PartsTerms = {
  shared: Duration.seconds(15),
  sharedInPart: Duration.seconds(3),
  capacity: 500
}

/**
 * What belongs to incidents, read in our own name: the use case has checked that the caller may see it. Shared for a
 * moment, as a page is open before many people at once.
 */
export class IncidentParts extends Context.Service<
  IncidentParts,
  {
    /** Of the incident in the state that `etag` names; another state is read again. */
    read(id: IncidentId, etag: string): Effect.Effect<Parts>
  }
>()("@incident-teams/application/recent/IncidentParts") {}

export const layerOf = (terms: PartsTerms): Layer.Layer<IncidentParts, never, IncidentSource> =>
  Layer.effect(
    IncidentParts,
    Effect.gen(function* () {
      const source = yield* IncidentSource
      const shared = yield* Cache.makeWith(
        ({ id }: { readonly id: IncidentId; readonly etag: string }): Effect.Effect<Parts> =>
          Effect.all(
            {
              alerts: Effect.result(source.alerts(id, asSystem)),
              entities: Effect.result(source.entities(id, asSystem)),
              bookmarks: Effect.result(source.bookmarks(id, asSystem)),
              comments: Effect.result(source.comments(id, asSystem)),
              tasks: Effect.result(source.tasks(id, asSystem)),
              relations: Effect.result(source.relations(id, asSystem))
            },
            { concurrency: "unbounded" }
          ),
        {
          capacity: terms.capacity,
          timeToLive: (exit) =>
            exit._tag === "Success" && Object.values(exit.value).every(Result.isSuccess)
              ? terms.shared
              : terms.sharedInPart
        }
      )
      return { read: (id, etag) => Cache.get(shared, { id, etag }) }
    })
  )

export const layer = layerOf(defaultPartsTerms)
