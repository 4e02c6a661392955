import { Context, Effect, Schema } from "effect"
import { freshId } from "../freshId.ts"

/** What set a piece of work off: a request to us, a sweep of the feed, a worker's own look. */
export const Origin = Schema.Struct({
  /** A UUID, by which whatever was done is found: in our log, in Microsoft Graph's and in Azure's. */
  requestId: Schema.String
})
export type Origin = typeof Origin.Type

/**
 * On whose account the current fiber works; undefined where nobody has said. Adapters tell it to those they call:
 * `client-request-id` of Graph, `x-ms-client-request-id` of Azure.
 */
export const CurrentOrigin: Context.Reference<Origin | undefined> = Context.Reference<Origin | undefined>(
  "@incident-teams/application/origin/CurrentOrigin",
  { defaultValue: () => undefined }
)

/** Of work that nobody asked for. */
export const freshOrigin: Effect.Effect<Origin> = Effect.map(freshId, (id) => ({
  requestId: id.replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-")
}))

/** Works on this account: the calls and the log tell it. */
export const onAccountOf =
  (origin: Origin) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    work.pipe(Effect.provideService(CurrentOrigin, origin), Effect.annotateLogs({ requestId: origin.requestId }))

/** Works on an account of its own, since nobody asked for it. */
export const onOwnAccount = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(freshOrigin, (origin) => onAccountOf(origin)(work))
