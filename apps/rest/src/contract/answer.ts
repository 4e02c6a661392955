import { createHash } from "node:crypto"
import { Problem } from "@incident-teams/api/problems/Problem"
import {
  InternalProblem,
  InvalidBodyProblem,
  InvalidParameterProblem,
  NotAcceptableProblem
} from "@incident-teams/api/problems/requestProblems"
import { onAccountOf } from "@incident-teams/application/origin/Origin"
import { Cause, Clock, Effect, Exit, Result, Schema } from "effect"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { acceptsEvents, acceptsJson } from "../http/acceptsJson.ts"
import { challenge } from "../http/challenge.ts"
import { eventsResponse } from "../http/eventStream.ts"
import { readJson, readNothing } from "../http/readJson.ts"
import { answerResponse, problemResponse } from "../http/responses.ts"
import { type Failure, problemOf } from "../problems/problemOf.ts"
import { unknownWorkspace, type WorkspaceField } from "../problems/unknownWorkspace.ts"
import { RateLimit } from "../rate/RateLimit.ts"
import type { Services } from "../Services.ts"
import { requestSpan } from "../tracing/requestSpan.ts"
import type { ContractRoute, Misfit } from "./contractRoutes.ts"
import type { AnyHandler } from "./Handlers.ts"

/** A request that found its route. */
export interface Incoming {
  readonly request: Request
  readonly requestId: string
  /** Of the path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>
}

/** Who asked, for the log: known only once the token is verified. */
interface Asker {
  id: string
}

/** Decodes a request by the contract, asks the handler, encodes by the contract. Whatever happens, it answers. */
export const answer = (
  route: ContractRoute,
  handler: AnyHandler,
  { request, requestId, params }: Incoming
): Effect.Effect<Response, never, Services> =>
  Effect.gen(function* () {
    const began = yield* Clock.currentTimeMillis
    const { signInUrl } = yield* TokenVerifier
    const asker: Asker = { id: "nobody" }
    const exit = yield* Effect.exit(served(route, handler, request, params, asker))
    const response = yield* Exit.match(exit, {
      onSuccess: (encoded) =>
        "events" in encoded
          ? eventsResponse(encoded.status, encoded.events, request.method)
          : Effect.succeed(answerResponse(encoded)),
      onFailure: (cause) =>
        problemOfCause(cause, () => workspaceFieldOf(route, request)).pipe(
          Effect.tap((problem) =>
            route.declares(problem)
              ? Effect.void
              : Effect.logWarning(`The contract doesn't name ${problem.type} for this address`)
          ),
          Effect.map(refusal(requestId, signInUrl, cause))
        )
    })
    yield* Effect.annotateCurrentSpan("http.response.status_code", response.status)
    yield* Effect.logInfo("Request answered").pipe(
      Effect.annotateLogs({
        status: response.status,
        caller: asker.id,
        millis: (yield* Clock.currentTimeMillis) - began
      })
    )
    return response
  }).pipe(
    // Paths hold ids and no more; queries hold what people search for, and stay out of the log.
    onAccountOf({ requestId }),
    Effect.annotateLogs({ method: request.method, route: route.path }),
    // Who asks how the server is asks all the time.
    route.group === "health" ? Effect.withTracerEnabled(false) : requestSpan(request, requestId, route.path)
  )

const served = Effect.fnUntraced(function* (
  route: ContractRoute,
  handler: AnyHandler,
  request: Request,
  params: Incoming["params"],
  asker: Asker
) {
  const headers = Object.fromEntries(request.headers)
  const session = route.authenticated ? yield* (yield* TokenVerifier).verify(headers["authorization"]) : undefined
  if (session !== undefined) {
    asker.id = session.caller.id
    yield* (yield* RateLimit).take(session.caller.id)
  }
  if (route.streams && !acceptsEvents(headers["accept"])) {
    return yield* new NotAcceptableProblem({
      field: "Accept",
      detail: "Live events are server-sent events, which the request doesn't accept.",
      remedy: "Accept text/event-stream."
    })
  }
  if (!route.streams && !acceptsJson(headers["accept"])) {
    return yield* new NotAcceptableProblem({
      field: "Accept",
      detail: "Everything here is JSON, which the request doesn't accept.",
      remedy: "Accept application/json and application/problem+json."
    })
  }
  const url = new URL(request.url)
  const payload = route.takesBody ? yield* readJson(request, route.bodyLimit) : undefined
  if (!route.takesBody && route.method !== "GET") yield* readNothing(request)
  const parts = yield* Effect.fromResult(
    Result.mapError(route.decode({ params, query: queryOf(url.searchParams), headers, payload }), problemOfMisfit)
  )
  const bodyHash = createHash("sha256")
    .update(`${request.method} ${url.pathname}\n${JSON.stringify(payload ?? null)}`)
    .digest("base64url")
  return route.encode(yield* handler(Object.assign({ session, bodyHash }, parts)))
})

/** The part of the request that names a workspace: an incident's id begins with one. */
const workspaceFieldOf = ({ path }: ContractRoute, { url }: Request): WorkspaceField =>
  path.includes(":incidentId") ? "incidentId" : new URL(url).searchParams.has("workspace") ? "workspace" : undefined

/** A parameter that comes once is a text, one that comes again a list. */
const queryOf = (parameters: URLSearchParams): Record<string, string | ReadonlyArray<string>> =>
  Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = "", ...more] = parameters.getAll(name)
      return [name, more.length === 0 ? first : [first, ...more]]
    })
  )

const problemOfMisfit = ({ part, errors }: Misfit): Problem => {
  const [{ field, problem }] = errors
  const detail = field === "" ? problem : `${field}: ${problem}`
  const remedy = "See the API reference for what this address takes."
  const named = field === "" ? {} : { field }
  return part === "payload"
    ? new InvalidBodyProblem({ ...named, detail, remedy, errors })
    : new InvalidParameterProblem({ ...named, detail, remedy, errors })
}

const isProblem = Schema.is(Problem)

/** A refusal as its problem; anything else is a fault of ours, which is logged and told without its inside. */
const problemOfCause = (
  cause: Cause.Cause<Failure | Problem>,
  workspaceField: () => WorkspaceField
): Effect.Effect<Problem> =>
  Result.match(Cause.findError(cause), {
    onSuccess: (failure) => {
      if (isProblem(failure)) return Effect.succeed(failure)
      return Effect.succeed(
        failure._tag === "UnknownWorkspace" ? unknownWorkspace(failure.workspace, workspaceField()) : problemOf(failure)
      )
    },
    onFailure: (fault) =>
      Effect.as(
        Effect.logError("A request met a fault of ours", fault),
        new InternalProblem({
          detail: "The server made a mistake. Whether the request took effect isn't known.",
          remedy: "Read what you wanted to change before trying again; tell whoever runs the server the instance."
        })
      )
  })

const refusal =
  (requestId: string, signInUrl: string, cause: Cause.Cause<Failure | Problem>) =>
  (problem: Problem): Response => {
    const failure = Cause.findErrorOption(cause)
    const refused = failure._tag === "Some" && failure.value._tag === "TokenRefused" ? failure.value : undefined
    return problemResponse(
      problem,
      requestId,
      refused === undefined ? {} : { "www-authenticate": challenge(refused, signInUrl) }
    )
  }
