import { Effect, Option, References } from "effect"
import { Headers as TraceHeaders, HttpTraceContext } from "effect/http"

const toldInSpan = ({ status }: Response) => Effect.annotateCurrentSpan("http.response.status_code", status)

/** One span for the answer to a request, in the trace that the caller names (W3C `traceparent`), or the first of one. */
export const requestSpan =
  (request: Request, requestId: string, route: string) =>
  <E, R>(work: Effect.Effect<Response, E, R>): Effect.Effect<Response, E, R> =>
    Effect.withFiber((fiber) =>
      fiber.getRef(References.TracerEnabled)
        ? Effect.withSpan(Effect.tap(work, toldInSpan), `${request.method} ${route}`, {
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
