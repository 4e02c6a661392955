import { randomUUID } from "node:crypto"
import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import type { RealPlatformTimeScaled } from "@incident-teams/application/deployment/PlatformTime"
import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { CurrentOrigin } from "@incident-teams/application/tracing/Origin"
import { type Config, Clock, Context, Effect, Layer, Metric, Schema } from "effect"
import { type GraphMisconfigured, type GraphSettings, graphSettings } from "./GraphSettings.ts"
import { makeBudget } from "./throttle/Budget.ts"
import { limitsOf } from "./throttle/limitsOf.ts"
import { type CallFailure, NotDone } from "./wire/CallFailure.ts"
import { answerFailure, networkFailure, type RawAnswer, unreadableAnswer } from "./wire/failureOf.ts"
import type { GraphRequest } from "./wire/GraphRequest.ts"
import { retryAfter } from "./wire/retryAfter.ts"
import { unwrapCause, fetchRaw, makeSdk } from "./wire/sdk.ts"

/** An answer of success. */
export interface GraphAnswer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON; undefined for an empty body. */
  readonly body: unknown
}

/**
 * Microsoft Graph v1.0 as the application: one call is one request, within the documented limits, bounded in time, and
 * ends in an answer of success or in one of few failures. Nothing is repeated, except a request whose token wasn't
 * accepted and a read whose connection failed, once each.
 */
export class GraphClient extends Context.Service<
  GraphClient,
  {
    /** The answer as it came. */
    send(request: GraphRequest): Effect.Effect<GraphAnswer, CallFailure>
    /** The answer's body, decoded. One that can't be is `Unclear` after a write, `NotDone` after a read. */
    json<S extends Schema.ConstraintDecoder<unknown>>(
      request: GraphRequest,
      schema: S
    ): Effect.Effect<S["Type"], CallFailure>
    /** The items of a collection, all or the first `atMost`. Pages that lead to another host aren't followed. */
    list<S extends Schema.ConstraintDecoder<unknown>>(
      request: GraphRequest,
      item: S,
      atMost?: number
    ): Effect.Effect<ReadonlyArray<S["Type"]>, CallFailure>
    /** How many times as fast the platform's time runs. */
    readonly scale: number
  }
>()("@incident-teams/adapter-graph/GraphClient") {}

const parseAnswer = (status: number, headers: Headers, text: string): RawAnswer => {
  if (text.trim() === "") return { status, headers, body: undefined, unreadable: false }
  try {
    return { status, headers, body: JSON.parse(text), unreadable: false }
  } catch {
    return { status, headers, body: undefined, unreadable: true }
  }
}

const calls = Metric.counter("incident_teams_graph_calls_total", {
  description: "Calls to Microsoft Graph by status. 429: throttled; none: no answer.",
  incremental: true
})

/** `status`: undefined where no answer came. */
const countCall = (status: number | undefined) =>
  Metric.update(Metric.withAttributes(calls, { status: String(status ?? "none") }), 1)

/** With Graph's own request id, by which Microsoft's support finds a call. */
const logAnswer = Effect.fnUntraced(function* ({ method, path }: GraphRequest, { status, headers }: RawAnswer) {
  const graphRequestId = headers.get("request-id") ?? "none"
  yield* Effect.annotateCurrentSpan({ "http.response.status_code": status, "graph.request_id": graphRequestId })
  yield* Effect.annotateLogs(Effect.logDebug("Microsoft Graph answered"), { method, path, status, graphRequestId })
})

const Page = Schema.Struct({
  value: Schema.Array(Schema.Unknown),
  "@odata.nextLink": Schema.optionalKey(Schema.String)
})

/** A client of these settings; it lives as long as the scope. */
export const make = Effect.fnUntraced(function* (settings: GraphSettings) {
  const sdk = makeSdk(settings.url, (yield* EntraCredentials).application)
  const budget = yield* makeBudget(settings.scale)

  const once = (request: GraphRequest, address: string | undefined): Effect.Effect<GraphAnswer, CallFailure> =>
    Effect.gen(function* () {
      const headers = {
        ...request.headers,
        "client-request-id": (yield* CurrentOrigin)?.requestId ?? randomUUID(),
        "x-incident-teams-step": yield* CallPurpose
      }
      const answer = yield* Effect.tryPromise({
        try: async (interrupted) => {
          const signal = AbortSignal.any([interrupted, AbortSignal.timeout(settings.timeoutMillis)])
          const response = await fetchRaw(sdk, request, address, headers, signal)
          return parseAnswer(response.status, response.headers, await response.text())
        },
        catch: (error) => networkFailure(request, unwrapCause(error))
      }).pipe(
        Effect.tap((response) => logAnswer(request, response)),
        Effect.tap(({ status }) => countCall(status)),
        Effect.tapError(() => countCall(undefined))
      )
      const wait = retryAfter(answer.headers.get("retry-after"), yield* Clock.currentTimeMillis)
      const failure = answerFailure(request, answer, wait)
      yield* answer.status === 429
        ? budget.pause(limitsOf(request), wait ?? 1_000 / settings.scale)
        : budget.answered(limitsOf(request))
      if (failure !== undefined) return yield* failure
      if (answer.unreadable) return yield* unreadableAnswer(request, undefined)
      return answer
    })

  const call = (request: GraphRequest, address?: string): Effect.Effect<GraphAnswer, CallFailure> =>
    budget.spend(limitsOf(request), once(request, address)).pipe(
      Effect.retry({
        times: 1,
        // A token may be refused because it has just expired, and a connection that was kept may have been closed.
        while: (failure) =>
          (failure._tag === "InstallationTrouble" && failure.kind === "credentials" && failure.cause === undefined) ||
          (failure._tag === "NotDone" && request.method === "GET" && failure.cause instanceof TypeError)
      }),
      Effect.withSpan(`Graph: ${request.doing}`, {
        kind: "client",
        attributes: { "http.request.method": request.method, "url.path": request.path }
      })
    )

  const decode = <S extends Schema.ConstraintDecoder<unknown>>(
    request: GraphRequest,
    schema: S,
    body: unknown
  ): Effect.Effect<S["Type"], CallFailure> =>
    Schema.decodeUnknownEffect(schema)(body).pipe(Effect.mapError((cause) => unreadableAnswer(request, cause)))

  const list = <S extends Schema.ConstraintDecoder<unknown>>(
    request: GraphRequest,
    item: S,
    atMost = Number.POSITIVE_INFINITY
  ): Effect.Effect<ReadonlyArray<S["Type"]>, CallFailure> =>
    Effect.gen(function* () {
      const items: Array<S["Type"]> = []
      let address: string | undefined
      do {
        // The next link carries the query but no header, so the request's headers are sent again with each page.
        const { body } = yield* call(request, address)
        const page = yield* decode(request, Page, body)
        for (const one of page.value) items.push(yield* decode(request, item, one))
        address = page["@odata.nextLink"]
        if (address !== undefined && (!URL.canParse(address) || new URL(address).origin !== settings.url)) {
          return yield* new NotDone({
            reason: `The next page of the request to ${request.doing} is on another host than Microsoft Graph.`
          })
        }
      } while (address !== undefined && items.length < atMost)
      return items.slice(0, atMost)
    })

  return GraphClient.of({
    send: (request) => call(request),
    json: (request, schema) => Effect.flatMap(call(request), ({ body }) => decode(request, schema, body)),
    list,
    scale: settings.scale
  })
})

/** From the environment, see `graphSettings`. */
export const layer: Layer.Layer<
  GraphClient,
  GraphMisconfigured | RealPlatformTimeScaled | Config.ConfigError,
  EntraCredentials
> = Layer.effect(GraphClient, Effect.flatMap(graphSettings, make))
