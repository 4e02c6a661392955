import { Effect, Option, References } from "effect"
import { Headers as TraceHeaders, HttpTraceContext } from "effect/http"

/** One span for the answer to a request, in the trace that the caller names (W3C `traceparent`), or the first of one. */
export const requestSpan =
  (request: Request, requestId: string, route: string) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(References.TracerEnabled, (enabled) =>
      enabled
        ? Effect.withSpan(work, `${request.method} ${route}`, {
            kind: "server",
            parent: Option.getOrUndefined(HttpTraceContext.w3c(TraceHeaders.fromInput(request.headers))),
            attributes: {
              "incident_teams.request_id": requestId,
              "http.request.method": request.method,
              "http.route": route,
              // Paths hold ids and no more; queries hold what people search for.
              "url.path": new URL(request.url).pathname
            }
          })
        : work
    )
