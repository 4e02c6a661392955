import { Effect, Layer, Redacted } from "effect"
import { FetchHttpClient, HttpClient, HttpClientError, type HttpClientResponse } from "effect/http"
import type { TracingSettings } from "./tracingSettings.ts"

/** Says once that the collector can't be reached any more, and once that it can again. */
const outageReporter = (url: string) => {
  let out = false
  return (works: boolean): Effect.Effect<void> => {
    if (works !== out) return Effect.void
    out = !works
    return works
      ? Effect.logInfo(`Traces are being sent to ${url} again`)
      : Effect.logWarning(`Traces can't be sent to ${url}. They are lost until it can be reached again`)
  }
}

/**
 * How the collector is talked to: in time, its answer included, and nobody in its place. Its headers are added where the
 * request leaves, so that no failure holds them.
 */
export const collectorClient = ({ url, headers, timeoutMillis }: TracingSettings) => {
  const reportOutage = outageReporter(url)
  const fetching: typeof fetch = (input, init) =>
    fetch(input, {
      ...init,
      redirect: "error",
      headers: { ...Object.fromEntries(new Headers(init?.headers)), ...Redacted.value(headers) }
    })
  const inTime = (send: Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError>) =>
    send.pipe(
      Effect.tap((response) => response.arrayBuffer),
      Effect.timeout(timeoutMillis)
    )
  return Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.transform(client, (send, request) =>
        inTime(send).pipe(
          Effect.catchTag("TimeoutError", () =>
            Effect.fail(
              new HttpClientError.HttpClientError({
                reason: new HttpClientError.TransportError({ request, description: "It took too long." })
              })
            )
          ),
          Effect.tap(({ status }) => reportOutage(status < 400)),
          Effect.tapError(() => reportOutage(false))
        )
      )
    )
  ).pipe(Layer.provide(FetchHttpClient.layer), Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetching)))
}
