import { createHash } from "node:crypto"
import { Problem } from "@incident-teams/api/problems/Problem"
import {
  InternalProblem,
  InvalidBodyProblem,
  InvalidParameterProblem,
  NotAcceptableProblem
} from "@incident-teams/api/problems/requestProblems"
import { withOrigin } from "@incident-teams/application/tracing/Origin"
import type { Caller } from "@incident-teams/domain/permissions/Caller"
import { canReceiveHook, type Permission } from "@incident-teams/domain/permissions/Permissions"
import { Cause, Clock, Effect, Exit, Option, Result, Schema } from "effect"
import { Admission } from "../admission/Admission.ts"
import { logAnswer } from "../admission/logAnswer.ts"
import { verifyCaller } from "../admission/verifyCaller.ts"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { acceptsEvents, acceptsJson } from "../http/acceptsJson.ts"
import { challenge } from "../http/challenge.ts"
import type { Connection } from "../http/Connection.ts"
import { eventsResponse } from "../http/eventStream.ts"
import { hasState } from "../http/matchesEtag.ts"
import { readJson, readNothing } from "../http/readJson.ts"
import { representationTag, stateTags } from "../http/representationTag.ts"
import { answerResponse, apiHeaders, type Encoded, problemResponse } from "../http/responses.ts"
import { incidentNotFound, unknownWorkspace } from "../problems/notFound.ts"
import { type Failure, problemOf } from "../problems/problemOf.ts"
import { type Allowance, allowanceHeaders, RateLimit } from "../rate/RateLimit.ts"
import { requestSpan } from "../tracing/requestSpan.ts"
import { EncodedAnswer, type ContractRoute, type ValidationFailure } from "./contractRoutes.ts"
import type { AnyHandler } from "./Handlers.ts"

/** A request that found its route. */
export interface Incoming {
  readonly request: Request
  readonly requestId: string
  /** Of the path, percent-decoded. */
  readonly params: Readonly<Record<string, string>>
  readonly connection: Connection
}

/** What becomes known of a request while it is served. */
interface Learned {
  /** For the log. */
  caller: string
  allowance?: Allowance
  /** Its parts, decoded. */
  parts?: Readonly<Record<string, unknown>>
}

/** Decodes a request, runs the handler and encodes the result, all by the contract. It always returns a response. */
export const answer = <Needs>(
  route: ContractRoute,
  handler: AnyHandler<Needs>,
  incoming: Incoming
): Effect.Effect<Response, never, Needs | Admission | RateLimit | TokenVerifier> => {
  const { request, requestId, connection } = incoming
  const learned: Learned = { caller: "nobody" }
  const allowed = () => (learned.allowance === undefined ? {} : allowanceHeaders(learned.allowance))
  return Effect.withFiber((fiber) => {
    const began = fiber.getRef(Clock.Clock).currentTimeMillisUnsafe()
    const logged =
      (cause?: Cause.Cause<Failure | Problem>) =>
      ({ status }: Response) =>
        logAnswer({ status, caller: learned.caller, address: connection.address, began }, cause)
    return Effect.matchCauseEffect(served(route, handler, incoming, learned), {
      onSuccess: (encoded) =>
        Effect.tap(
          "events" in encoded
            ? eventsResponse(encoded.status, encoded.events, request.method, { ...apiHeaders(requestId), ...allowed() })
            : answerResponse(
                route.method === "GET" ? tagged(encoded, request) : encoded,
                requestId,
                request.headers.get("accept-encoding"),
                allowed()
              ),
          logged()
        ),
      onFailure: (cause) => Effect.tap(refused(route, requestId, cause, learned, allowed), logged(cause))
    })
  }).pipe(
    // Paths contain only IDs. Queries contain search texts of people and stay out of the log.
    withOrigin({ requestId }, { method: request.method, route: route.path }),
    // Health checks come all the time.
    route.group === "health" ? Effect.withTracerEnabled(false) : requestSpan(request, requestId, route.path)
  )
}

const served = Effect.fnUntraced(function* <Needs>(
  route: ContractRoute,
  handler: AnyHandler<Needs>,
  { request, params, connection }: Incoming,
  learned: Learned
) {
  const header = (name: string): string | undefined => request.headers.get(name) ?? undefined
  const session = route.authenticated ? yield* verifyCaller(header("authorization"), connection.address) : undefined
  if (session !== undefined) {
    learned.caller = session.caller.id
    learned.allowance = yield* (yield* RateLimit).take(session.caller.id)
    yield* Effect.fromResult(beforeBody(route, session.caller))
  }
  const caller = session?.caller.id ?? connection.address
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
  const payload = route.takesBody ? yield* readJson(request, caller, route.bodyLimit) : undefined
  if (!route.takesBody && route.method !== "GET") yield* readNothing(request, caller)
  const parts = yield* Effect.fromResult(
    Result.mapError(
      route.decode({
        params,
        query: queryOf(request.url),
        headers: () => headersOf(request),
        payload
      }),
      problemOfValidationErrors
    )
  )
  learned.parts = parts
  const bodyHash = () =>
    createHash("sha256")
      .update(`${request.method} ${new URL(request.url).pathname}\n${JSON.stringify(payload ?? null)}`)
      .digest("base64url")
  const handled = Effect.map(handler(Object.assign({ session, bodyHash }, parts)), (answered) =>
    answered instanceof EncodedAnswer ? answered.encoded : route.encode(answered)
  )
  // How the server is and how to sign in costs next to nothing, and is answered even when no other request is.
  if (session === undefined) return yield* handled
  const leave = yield* (yield* Admission).enter(caller)
  return yield* Effect.onExit(handled, (exit) =>
    Effect.sync(() => {
      // Streams have limits of their own, and may last for hours.
      if (Exit.isSuccess(exit) && "events" in exit.value) leave()
      else connection.whenTaken(leave)
    })
  )
})

/**
 * What the token alone says about a right, so that the body of a caller without it isn't read. Other rights depend on the
 * incident, and on what Azure says about the caller, which costs a call. The use case checks every right all the same.
 */
const beforeBody = ({ group, endpoint }: ContractRoute, caller: Caller): Permission =>
  group === "hooks" && endpoint === "sentinel" ? canReceiveHook(caller) : Result.void

/** The parameter, or the field of the body, that names something; undefined if it comes from stored data. */
const fieldNaming = ({ parts = {} }: Learned, isMeant: (value: string) => boolean): string | undefined =>
  Object.values(parts)
    .flatMap((part) => Object.entries(part ?? {}))
    .find(([, value]: readonly [string, unknown]) => typeof value === "string" && isMeant(value))?.[0]

const headersOf = ({ headers }: Request): Record<string, string> => {
  const ifMatch = headers.get("if-match")
  return { ...Object.fromEntries(headers), ...(ifMatch === null ? {} : { "if-match": stateTags(ifMatch) }) }
}

/** The response to a GET, under the ETag of all that it shows; without a body if the caller has it already. */
const tagged = (encoded: Encoded, { headers: asked }: Request): Encoded => {
  const etag = representationTag(encoded)
  if (etag === undefined) return encoded
  const { status, text, headers } = encoded
  const known = asked.get("if-none-match")
  const isKnown = known !== null && hasState(known, etag)
  return { status: isKnown ? 304 : status, text: isKnown ? "" : text, headers: { ...headers, etag } }
}

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
  reads: boolean,
  learned: Learned
): Effect.Effect<Problem> =>
  Result.match(Cause.findError(cause), {
    onSuccess: (failure) => {
      if (isProblem(failure)) return Effect.succeed(failure)
      if (failure._tag === "IncidentNotFound") {
        return Effect.succeed(
          incidentNotFound(
            failure.id,
            fieldNaming(learned, (value) => value === failure.id)
          )
        )
      }
      if (failure._tag !== "UnknownWorkspace") return Effect.succeed(problemOf(failure, reads))
      const { workspace } = failure
      // An incident's id begins with its workspace.
      const isMeant = (value: string): boolean => value === workspace || value.startsWith(`${workspace}~`)
      return Effect.succeed(unknownWorkspace(workspace, fieldNaming(learned, isMeant)))
    },
    onFailure: (fault) =>
      Effect.as(
        Effect.logError("A request failed because of an error in the server", fault),
        new InternalProblem(
          reads
            ? { detail: "An error in the server.", remedy: "Report the instance to the operator of the server." }
            : {
                detail: "An error in the server. It isn't known whether the request took effect.",
                remedy:
                  "Check whether the change was made before you try again. Report the instance to the operator of the server."
              }
        )
      )
  })

const refused = Effect.fnUntraced(function* (
  route: ContractRoute,
  requestId: string,
  cause: Cause.Cause<Failure | Problem>,
  learned: Learned,
  allowed: () => Record<string, string>
) {
  const problem = yield* problemOfCause(cause, route.method === "GET", learned)
  if (!route.declares(problem)) {
    yield* Effect.logWarning(`The contract doesn't declare ${problem.type} for this endpoint`)
  }
  const failure = Option.getOrUndefined(Cause.findErrorOption(cause))
  if (failure?._tag === "RateExceeded" && failure.authenticated) {
    const { perMinute, resetSeconds } = failure
    return problemResponse(problem, requestId, allowanceHeaders({ limit: perMinute, remaining: 0, resetSeconds }))
  }
  if (problem.status !== 401) return problemResponse(problem, requestId, allowed())
  const { signInUrl } = yield* TokenVerifier
  return problemResponse(problem, requestId, { "www-authenticate": challenge(failure, problem.detail, signInUrl) })
})
