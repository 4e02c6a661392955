import { Effect, Layer, Schedule } from "effect"
import { FetchHttpClient, HttpClient, HttpClientError, type HttpClientRequest } from "effect/http"

/** From the request to the head of its answer. */
const patience = "30 seconds"

const noAnswer = (request: HttpClientRequest.HttpClientRequest) =>
  new HttpClientError.HttpClientError({
    reason: new HttpClientError.TransportError({ request, description: `There was no answer within ${patience}.` })
  })

/**
 * Whether a request may be sent again when its answer was lost, or was that it should come again later: everything may
 * that has the same effect twice. A change under If-Match has not, as its own success fails it.
 */
const mayRepeat = ({ method, headers }: HttpClientRequest.HttpClientRequest): boolean =>
  headers["idempotency-key"] !== undefined || (method !== "POST" && headers["if-match"] === undefined)

/** HTTP bounded in time, for whoever tells what fails and tries again by themselves. */
export const boundedHttp = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (client) =>
    HttpClient.transform(client, (answer, request) =>
      Effect.timeoutOrElse(answer, { duration: patience, orElse: () => Effect.fail(noAnswer(request)) })
    )
  )
).pipe(Layer.provide(FetchHttpClient.layer))

/**
 * HTTP as the commands use it: bounded in time, and with patience for a server that is starting again, throttled or
 * busy. It waits as long as Retry-After asks for, and sends the very same request, Idempotency-Key included.
 */
export const http = Layer.effect(
  HttpClient.HttpClient,
  Effect.map(HttpClient.HttpClient, (bounded) => {
    const patient = HttpClient.retryTransient(bounded, {
      times: 3,
      schedule: Schedule.jittered(Schedule.exponential("250 millis"))
    })
    return HttpClient.transform(bounded, (once, request) => (mayRepeat(request) ? patient.execute(request) : once))
  })
).pipe(Layer.provide(boundedHttp))
