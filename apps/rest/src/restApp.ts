import { randomUUID } from "node:crypto"
import {
  InternalProblem,
  MethodNotAllowedProblem,
  NoSuchRouteProblem
} from "@incident-teams/api/problems/requestProblems"
import { Context, Effect, type ManagedRuntime } from "effect"
import { Hono } from "hono"
import { routePath } from "hono/route"
import { answerArm } from "./arm/answerArm.ts"
import { isArmPath } from "./arm/armTemplate.ts"
import { answer } from "./contract/answer.ts"
import { contractRoutes } from "./contract/contractRoutes.ts"
import type { AnyHandlers } from "./contract/Handlers.ts"
import { docsRoutes } from "./docs-viewer/docsRoutes.ts"
import { type Bindings, connectionOf } from "./http/Connection.ts"
import { crossOrigin } from "./http/crossOrigin.ts"
import { requestIdOf } from "./http/requestId.ts"
import { problemResponse } from "./http/responses.ts"
import { secured } from "./http/securityHeaders.ts"
import { jsonLines } from "./jsonLogs.ts"
import { metricsText, metricsType, requestAnswered } from "./metrics/metrics.ts"
import { openApiRoutes, type PublishedDocument, publishedDocument } from "./openapi/openApiRoutes.ts"
import { configureRoutes } from "./page/configureRoutes.ts"
import { fileRoutes } from "./page/fileRoutes.ts"
import { formRoutes } from "./page/forms/formRoutes.ts"
import { listRoutes } from "./page/list/listRoutes.ts"
import { NoSuchPage } from "./page/PageFailure.ts"
import { pageRoutes } from "./page/pageRoutes.ts"
import { pageRunner } from "./page/PageRunner.ts"
import { signInRoutes } from "./page/sign-in/signInRoutes.ts"
import { startRoutes, wantsPage } from "./page/startRoutes.ts"
import type { Role } from "./Role.ts"
import { handlers } from "./routes/handlers.ts"
import type { Services } from "./Services.ts"

/** What a request carries through Hono. */
export interface Env {
  readonly Bindings: Bindings
  readonly Variables: { readonly requestId: string }
}

interface Route {
  readonly method: string
  readonly path: string
}

const fits = (path: string, route: Route): boolean => {
  const parts = path.split("/")
  const expected = route.path.split("/")
  return (
    parts.length === expected.length &&
    expected.every((part, at) => (part.startsWith(":") ? parts[at] !== "" : parts[at] === part))
  )
}

/** The methods that an address takes; none where there is nothing. */
const methodsAt = (path: string, routes: ReadonlyArray<Route>): ReadonlyArray<string> => {
  const found = routes.filter((route) => route.method !== "ALL" && fits(path, route))
  return [...new Set(found.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method])))].toSorted()
}

/** What goes wrong outside of a route's own answer, such as a runtime that was stopped. */
const cannotAnswer = (fault: unknown, requestId: string): Response => {
  Effect.runFork(
    Effect.logError("A request couldn't be processed", fault).pipe(
      Effect.annotateLogs({ requestId }),
      Effect.provide(jsonLines)
    )
  )
  return problemResponse(
    new InternalProblem({ detail: "The server can't process the request.", remedy: "Try again later." }),
    requestId
  )
}

export interface RestOptions {
  /** Whether GET /metrics is answered, to anybody. Default: no. */
  readonly metrics?: boolean
  /** A process that only works answers those who watch over it, and nobody else. Default: everybody. */
  readonly role?: Role
  /** Sites whose scripts may call the API. Default: none. */
  readonly corsOrigins?: ReadonlyArray<string>
}

/** Every endpoint of the contract and all other routes of the server on Hono, run in one runtime. */
export const restApp = <E>(
  runtime: ManagedRuntime.ManagedRuntime<Services, E>,
  { metrics = false, role = "all", corsOrigins = [] }: RestOptions = {}
): Hono<Env> => {
  const answersCallers = role !== "worker"
  const routes = answersCallers ? contractRoutes : contractRoutes.filter(({ group }) => group === "health")
  const count = (method: string, route: string, began: number, response: Response): Response => {
    const seconds = (performance.now() - began) / 1_000
    requestAnswered({ method, route, status: response.status }, seconds, runtime.cachedContext ?? Context.empty())
    return response
  }

  const run = (work: Effect.Effect<Response, never, Services>, requestId: string): Promise<Response> =>
    runtime.runPromise(work).catch((fault: unknown) => cannotAnswer(fault, requestId))

  const app = new Hono<Env>()
  if (corsOrigins.length > 0) {
    for (const surface of ["/v1/*", "/subscriptions/*"]) app.use(surface, crossOrigin(corsOrigins))
  }
  // Before the middleware, which they don't need: a response that is complete from the beginning is sent faster.
  const table: AnyHandlers = handlers
  for (const route of routes) {
    const handler = table[route.group]?.[route.endpoint]
    if (handler === undefined) throw new Error(`Nothing answers ${route.group}.${route.endpoint}.`)
    app.on(route.method, route.path, async (c) => {
      const began = performance.now()
      const request = c.req.raw
      const requestId = requestIdOf((name) => request.headers.get(name))
      const connection = connectionOf(c.env)
      const response = await run(
        answer(route, handler, { request, requestId, params: c.req.param(), connection }),
        requestId
      )
      return count(request.method, route.path, began, response)
    })
  }

  app.use(async (c, next) => {
    const requestId = requestIdOf((name) => c.req.raw.headers.get(name))
    c.set("requestId", requestId)
    await next()
    c.res.headers.set("x-request-id", requestId)
  })
  app.use(secured)
  app.use(async (c, next) => {
    const began = performance.now()
    await next()
    const matched = isArmPath(c.req.path) ? "Sentinel" : routePath(c, -1)
    count(c.req.method, matched === "/*" ? "none" : matched, began, c.res)
  })

  app.use(async (c, next) => {
    if (!answersCallers || !isArmPath(c.req.path)) return next()
    const requestId = c.get("requestId")
    return run(answerArm(c.req.raw, requestId, connectionOf(c.env)), requestId)
  })

  if (metrics) {
    // Under this spelling only: an operator who keeps /metrics from callers at a proxy has no other one in mind.
    app.get("/metrics", async (c) => {
      if (new URL(c.req.url).pathname !== "/metrics") return c.notFound()
      return run(
        Effect.map(metricsText, (text) => c.body(text, 200, { "content-type": metricsType })),
        c.get("requestId")
      )
    })
  }

  const onPages = pageRunner(run)
  const noSuchPage = onPages(() => Effect.fail(new NoSuchPage()))
  if (answersCallers) {
    let published: Promise<PublishedDocument> | undefined
    // Made when it is first asked for: making it takes longer than making everything else here.
    const document = () => (published ??= runtime.runPromise(publishedDocument))
    app.route("/", openApiRoutes(document))
    app.route("/", docsRoutes(document))
    app.route("/", listRoutes(onPages))
    app.route("/", pageRoutes(onPages))
    app.route("/", formRoutes(onPages))
    app.route("/", signInRoutes(onPages))
    app.route("/", configureRoutes(onPages))
    app.route("/", startRoutes(onPages))
    app.route("/", fileRoutes(runtime))
  }

  app.notFound((c) => {
    const { method, path } = c.req
    // Someone who opens the address that a form is sent to is led on, too.
    if (answersCallers && wantsPage(c.req.raw) && methodsAt(path, routes).length === 0) return noSuchPage(c)
    const taken = methodsAt(path, app.routes)
    // A route may find nothing itself, such as a file of another version.
    const allow = taken.includes(method) ? [] : taken
    return problemResponse(
      allow.length === 0
        ? new NoSuchRouteProblem({
            detail: "This path doesn't exist.",
            remedy: "See all paths in the API reference: GET /docs, or GET /openapi.json."
          })
        : new MethodNotAllowedProblem({
            allow,
            detail: `This address takes ${allow.join(", ")}, not ${method}.`,
            remedy: "Use one of these methods."
          }),
      c.get("requestId")
    )
  })
  app.onError((fault, c) => cannotAnswer(fault, c.get("requestId") ?? randomUUID()))
  return app
}
