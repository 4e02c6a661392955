import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { withOrigin } from "@incident-teams/application/tracing/Origin"
import { canonicalIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { Cause, Clock, Effect, Exit, Option, Result } from "effect"
import { Admission } from "../admission/Admission.ts"
import { logAnswer } from "../admission/logAnswer.ts"
import { verifyCaller } from "../admission/verifyCaller.ts"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { challenge } from "../http/challenge.ts"
import { compressed } from "../http/compressed.ts"
import type { Connection } from "../http/Connection.ts"
import { readJson } from "../http/readJson.ts"
import { type Allowance, allowanceHeaders, RateLimit } from "../rate/RateLimit.ts"
import { requestSpan } from "../tracing/requestSpan.ts"
import { apiVersionOf } from "./apiVersion.ts"
import { ArmRefusal, refusalResponse } from "./ArmRefusal.ts"
import { type ArmFailure, armRefusalOf, type AskedOfArm } from "./armRefusalOf.ts"
import { type ArmAnswer, bodyLimit } from "./ArmRoute.ts"
import { armRoutes } from "./armRoutes.ts"
import { type ArmParams, matchTemplate, sentinel } from "./armTemplate.ts"
import { queryOption } from "./queryOption.ts"

/** What was learned of a request before it was answered, for the log and for refusals. */
interface Learned {
  asked: AskedOfArm
  route: string
  allowance?: Allowance
}

const nobody = { id: "nobody", name: "nobody" }

/** One request to the Sentinel-shaped routes. It always gets a response, in ARM's envelope. */
export const answerArm = (request: Request, requestId: string, connection: Connection) =>
  Effect.gen(function* () {
    const began = yield* Clock.currentTimeMillis
    const { signInUrl } = yield* TokenVerifier
    const learned: Learned = { asked: { caller: nobody, action: "", scope: "" }, route: "/subscriptions/*" }
    const exit = yield* Effect.exit(served(request, connection, learned))
    const response = yield* Exit.match(exit, {
      onSuccess: (answer) => armResponse(answer, request.headers.get("accept-encoding")),
      onFailure: (cause) =>
        Effect.map(refusalOfCause(cause, learned), (refusal) => {
          const failure = Option.getOrUndefined(Cause.findErrorOption(cause))
          return refusalResponse(
            refusal,
            refusal.status === 401 ? { "www-authenticate": challenge(failure, refusal.message, signInUrl) } : {}
          )
        })
    })
    response.headers.set("x-ms-request-id", requestId)
    response.headers.set("x-ms-correlation-request-id", requestId)
    yield* Effect.annotateCurrentSpan("http.route", learned.route)
    for (const [name, value] of Object.entries(
      learned.allowance === undefined ? {} : allowanceHeaders(learned.allowance)
    )) {
      response.headers.set(name, value)
    }
    const { route, asked } = learned
    yield* logAnswer(
      { route, status: response.status, caller: asked.caller.id, address: connection.address, began },
      Exit.isFailure(exit) ? exit.cause : undefined
    )
    return response
  }).pipe(
    withOrigin({ requestId }, { method: request.method }),
    requestSpan(request, requestId, "Microsoft.SecurityInsights")
  )

const served = Effect.fnUntraced(function* (request: Request, connection: Connection, learned: Learned) {
  const session = yield* verifyCaller(request.headers.get("authorization") ?? undefined, connection.address)
  const url = new URL(request.url)
  const asked: AskedOfArm = { caller: session.caller, action: "", scope: url.pathname }
  learned.asked = asked
  learned.allowance = yield* (yield* RateLimit).take(session.caller.id)
  const apiVersion = yield* Effect.fromResult(apiVersionOf(queryOption(url.searchParams, "api-version"), url.pathname))
  const matching = armRoutes.flatMap((route) =>
    Option.match(matchTemplate(`${sentinel}${route.path}`, url.pathname), {
      onNone: () => [],
      onSome: (params) => [{ route, params }]
    })
  )
  const found = matching.find(({ route }) => route.method === request.method)
  if (found === undefined) {
    const allow = [...new Set(matching.map(({ route }) => route.method))].toSorted()
    return yield* allow.length === 0 ? noSuchType(url.pathname, apiVersion) : notTaken(request.method, allow)
  }
  const { route, params } = found
  learned.asked = { ...asked, action: route.action }
  learned.route = `…/Microsoft.SecurityInsights${route.path}`
  const workspace = yield* workspaceAt(params)
  const caller = session.caller.id
  const body = route.takesBody === true ? yield* readJson(request, caller, bodyLimit) : undefined
  const leave = yield* (yield* Admission).enter(caller)
  return yield* Effect.ensuring(
    route.handle({ session, workspace, apiVersion, params, url, body }),
    Effect.sync(() => connection.whenTaken(leave))
  )
})

/** The configured workspace that the path names, in any spelling. */
const workspaceAt = Effect.fnUntraced(function* (params: ArmParams) {
  const { subscription = "", resourceGroup = "", workspace = "" } = params
  const asked = sentinel
    .replace(":subscription", () => subscription)
    .replace(":resourceGroup", () => resourceGroup)
    .replace(":workspace", () => workspace)
  const { workspaces } = yield* IncidentSource
  const found = workspaces.find(
    (one) => canonicalIncidentId(one.fullIdOf("any")) === `${asked}/incidents/any`.toLowerCase()
  )
  return found === undefined
    ? yield* new ArmRefusal({
        status: 404,
        code: "ResourceNotFound",
        message:
          `The Resource 'Microsoft.OperationalInsights/workspaces/${workspace}' under resource group ` +
          `'${resourceGroup}' was not found. Incident Teams serves the workspaces that it is configured with.`
      })
    : found.alias
})

const noSuchType = (path: string, apiVersion: string) => {
  const namespace =
    path
      .match(/\/providers\/([^/]+)/giu)
      ?.at(-1)
      ?.slice("/providers/".length) ?? ""
  return new ArmRefusal({
    status: 404,
    code: "InvalidResourceType",
    message: `The resource type could not be found in the namespace '${namespace}' for api version '${apiVersion}'.`
  })
}

const notTaken = (method: string, allow: ReadonlyArray<string>) =>
  new ArmRefusal({
    status: 405,
    code: "MethodNotAllowed",
    message: `The requested resource does not support http method '${method}'.`,
    allow
  })

const armResponse = ({ status, body }: ArmAnswer, acceptEncoding: string | null): Effect.Effect<Response> =>
  body === undefined
    ? Effect.succeed(new Response(null, { status }))
    : Effect.map(
        compressed(JSON.stringify(body), acceptEncoding),
        ({ body: sent, headers }) =>
          new Response(sent, { status, headers: { "content-type": "application/json", ...headers } })
      )

/** A failure, or an error in the server, which is logged in full and returned without details. */
const refusalOfCause = (cause: Cause.Cause<ArmFailure>, { asked }: Learned): Effect.Effect<ArmRefusal> =>
  Result.match(Cause.findError(cause), {
    onSuccess: (failure) => Effect.succeed(armRefusalOf(failure, asked)),
    onFailure: (fault) =>
      Effect.as(
        Effect.logError("A request failed because of an error in the server", fault),
        new ArmRefusal({ status: 500, code: "InternalServerError", message: "An error in the server." })
      )
  })
