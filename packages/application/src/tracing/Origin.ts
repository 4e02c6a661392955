import { Context, Effect, Option, References, Schema, Tracer } from "effect"
import { freshId } from "./freshId.ts"

/** The cause of a piece of work: a request, a sweep of the feed, a worker's own check. */
export const Origin = Schema.Struct({
  /** A UUID by which everything that was done is found: in our log, in Microsoft Graph's and in Azure's. */
  requestId: Schema.String,
  /** Where its trace goes on (W3C Trace Context); absent where none is kept. */
  span: Schema.optionalKey(Schema.Struct({ traceId: Schema.String, spanId: Schema.String, sampled: Schema.Boolean }))
})
export type Origin = typeof Origin.Type

/**
 * The origin that the current fiber works for; undefined where none is known. Adapters send its id with their calls:
 * `client-request-id` of Graph, `x-ms-client-request-id` of Azure.
 */
export const CurrentOrigin: Context.Reference<Origin | undefined> = Context.Reference<Origin | undefined>(
  "@incident-teams/application/tracing/CurrentOrigin",
  { defaultValue: () => undefined }
)

const isTraceId = /^[0-9a-f]{32}$/u

/** The current origin, for work that goes on later: an origin that began here goes on from the span that this is in. */
export const lastingOrigin: Effect.Effect<Origin | undefined> = Effect.gen(function* () {
  const origin = yield* CurrentOrigin
  if (origin === undefined || origin.span !== undefined) return origin
  const span = Option.getOrUndefined(yield* Effect.option(Effect.currentParentSpan))
  // Where nothing is traced there are spans too, of no trace.
  if (span === undefined || !isTraceId.test(span.traceId)) return origin
  return { ...origin, span: { traceId: span.traceId, spanId: span.spanId, sampled: span.sampled } }
})

/** For work that no request caused. */
export const freshOrigin: Effect.Effect<Origin> = Effect.map(freshId, (id) => ({
  requestId: id.replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-")
}))

/** Attributes work to this origin: calls and log entries carry its id, and its trace continues. `logged`: further annotations. */
export const withOrigin =
  ({ requestId, span }: Origin, logged: Readonly<Record<string, string>> = {}) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const origin: Origin = span === undefined ? { requestId } : { requestId, span }
    const attributed = Effect.updateContext(work, (context: Context.Context<R>) => {
      const annotations = { ...Context.get(context, References.CurrentLogAnnotations), ...logged, requestId }
      return context.pipe(
        Context.add(CurrentOrigin, origin),
        Context.add(References.CurrentLogAnnotations, annotations)
      )
    })
    return span === undefined
      ? attributed
      : Effect.provideService(attributed, Tracer.ParentSpan, Tracer.externalSpan(span))
  }

/** Attributes work to an origin of its own, since no request caused it, in a trace of its own that begins with `name`. */
export const withFreshOrigin =
  (name: string) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(freshOrigin, (origin) =>
      withOrigin(origin)(work).pipe(
        Effect.withSpan(name, { root: true, attributes: { "incident_teams.request_id": origin.requestId } })
      )
    )
