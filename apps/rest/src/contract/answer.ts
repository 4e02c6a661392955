import { createHash } from "node:crypto"
import { Problem } from "@incident-teams/api/problems/Problem"
import {
  InternalProblem,
  InvalidBodyProblem,
  InvalidParameterProblem,
  NotAcceptableProblem
} from "@incident-teams/api/problems/requestProblems"
import { withOrigin } from "@incident-teams/application/tracing/Origin"
import { Cause, Clock, Effect, Option, Result, Schema } from "effect"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { acceptsEvents, acceptsJson } from "../http/acceptsJson.ts"
import { challenge } from "../http/challenge.ts"
import { eventsResponse } from "../http/eventStream.ts"
import { readJson, readNothing } from "../http/readJson.ts"
import { answerResponse, apiHeaders, problemResponse } from "../http/responses.ts"
import { type Failure, problemOf } from "../problems/problemOf.ts"
import { unknownWorkspace, type WorkspaceField } from "../problems/unknownWorkspace.ts"
import { RateLimit } from "../rate/RateLimit.ts"
import type { Services } from "../Services.ts"
import { requestSpan } from "../tracing/requestSpan.ts"
import { EncodedAnswer, type ContractRoute, type ValidationFailure } from "./contractRoutes.ts"
import type { AnyHandler } from "./Handlers.ts"

/** A request that found its route. */
export interface Incoming {
  readonly request: Request
  readonly requestId: string
  /** Of the path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>
}

/** The caller, for the log. Known only after the token is verified. */
interface LoggedCaller {
  id: string
}

/** Decodes a request, runs the handler and encodes the result, all by the contract. It always returns a response. */
export const answer = (
  route: ContractRoute,
  handler: AnyHandler,
  { request, requestId, params }: Incoming
): Effect.Effect<Response, never, Services> => {
  const caller: LoggedCaller = { id: "nobody" }
  return Effect.withFiber((fiber) => {
    const clock = fiber.getRef(Clock.Clock)
    const began = clock.currentTimeMillisUnsafe()
    return Effect.matchCauseEffect(served(route, handler, request, params, caller), {
      onSuccess: (encoded) =>
        "events" in encoded
          ? eventsResponse(encoded.status, encoded.events, request.method, apiHeaders(requestId))
          : Effect.succeed(answerResponse(encoded, requestId)),
      onFailure: (cause) => refused(route, request, requestId, cause)
    }).pipe(
      Effect.tap(({ status }) =>
        logAnswer({ status, caller: caller.id, millis: clock.currentTimeMillisUnsafe() - began })
      )
    )
  }).pipe(
    // Paths contain only IDs. Queries contain search texts of people and stay out of the log.
    withOrigin({ requestId }, { method: request.method, route: route.path }),
    // Health checks come all the time.
    route.group === "health" ? Effect.withTracerEnabled(false) : requestSpan(request, requestId, route.path)
  )
}

const logAnswer = (what: { readonly status: number; readonly caller: string; readonly millis: number }) =>
  Effect.annotateLogs(Effect.logInfo("Request answered"), what)

const served = Effect.fnUntraced(function* (
  route: ContractRoute,
  handler: AnyHandler,
  request: Request,
  params: Incoming["params"],
  caller: LoggedCaller
) {
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined
  const session = route.authenticated ? yield* (yield* TokenVerifier).verify(header("authorization")) : undefined
  if (session !== undefined) {
    caller.id = session.caller.id
    yield* (yield* RateLimit).take(session.caller.id)
  }
  if (route.streams && !acceptsEvents(header("accept"))) {
    return yield* new NotAcceptableProblem({
      field: "Accept",
      detail: "Live events are sent as text/event-stream, which the request doesn't accept.",
      remedy: "Send Accept: text/event-stream."
    })
  }
  if (!route.streams && !acceptsJson(header("accept"))) {
    return yield* new NotAcceptableProblem({
      field: "Accept",
      detail: "Responses are JSON, which the request doesn't accept.",
      remedy: "Send Accept: application/json, application/problem+json."
    })
  }
  const payload = route.takesBody ? yield* readJson(request, route.bodyLimit) : undefined
  if (!route.takesBody && route.method !== "GET") yield* readNothing(request)
  const parts = yield* Effect.fromResult(
    Result.mapError(
      route.decode({
        params,
        query: queryOf(request.url),
        headers: () => Object.fromEntries(request.headers),
        payload
      }),
      problemOfValidationErrors
    )
  )
  const bodyHash = () =>
    createHash("sha256")
      .update(`${request.method} ${new URL(request.url).pathname}\n${JSON.stringify(payload ?? null)}`)
      .digest("base64url")
  const answered = yield* handler(Object.assign({ session, bodyHash }, parts))
  return answered instanceof EncodedAnswer ? answered.encoded : route.encode(answered)
})

/** The part of the request that names a workspace: an incident's id begins with one. */
const workspaceFieldOf = ({ path }: ContractRoute, { url }: Request): WorkspaceField =>
  path.includes(":incidentId") ? "incidentId" : new URL(url).searchParams.has("workspace") ? "workspace" : undefined

/** A parameter that comes once is a text, one that comes again a list. */
const queryOf = (url: string): Record<string, string | ReadonlyArray<string>> => {
  if (!url.includes("?")) return {}
  const parameters = new URL(url).searchParams
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const [first = "", ...more] = parameters.getAll(name)
      return [name, more.length === 0 ? first : [first, ...more]]
    })
  )
}

const problemOfValidationErrors = ({ part, errors }: ValidationFailure): Problem => {
  const [{ field, problem }] = errors
  const detail = field === "" ? problem : `${field}: ${problem}`
  const remedy = "See the API reference of this endpoint."
  const named = field === "" ? {} : { field }
  return part === "payload"
    ? new InvalidBodyProblem({ ...named, detail, remedy, errors })
    : new InvalidParameterProblem({ ...named, detail, remedy, errors })
}

const isProblem = Schema.is(Problem)

/** A failure as its problem. Anything else is an error in the server: logged in full, and returned without details. */
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
        Effect.logError("A request failed because of an error in the server", fault),
        new InternalProblem({
          detail: "An error in the server. It isn't known whether the request took effect.",
          remedy:
            "Check whether the change was made before you try again. Report the instance to the operator of the server."
        })
      )
  })

const refused = Effect.fnUntraced(function* (
  route: ContractRoute,
  request: Request,
  requestId: string,
  cause: Cause.Cause<Failure | Problem>
) {
  const problem = yield* problemOfCause(cause, () => workspaceFieldOf(route, request))
  if (!route.declares(problem)) {
    yield* Effect.logWarning(`The contract doesn't declare ${problem.type} for this endpoint`)
  }
  const failure = Option.getOrUndefined(Cause.findErrorOption(cause))
  if (problem.status !== 401) return problemResponse(problem, requestId)
  const missing = failure?._tag === "TokenRefused" && failure.missing
  const { signInUrl } = yield* TokenVerifier
  return problemResponse(problem, requestId, {
    "www-authenticate": challenge({ missing, detail: problem.detail }, signInUrl)
  })
})
