import { withOrigin } from "@incident-teams/application/tracing/Origin"
import { Cause, Clock, Effect, Exit, Option, Result } from "effect"
import type { Context } from "hono"
import { routePath } from "hono/route"
import { Admission } from "../admission/Admission.ts"
import { logAnswer } from "../admission/logAnswer.ts"
import { type Connection, connectionOf } from "../http/Connection.ts"
import type { Env } from "../restApp.ts"
import type { Services } from "../Services.ts"
import { requestSpan } from "../tracing/requestSpan.ts"
import { message } from "./html/messagePage.ts"
import { failurePage, shown } from "./pageAnswers.ts"
import type { PageFailure } from "./PageFailure.ts"
import type { PagePath } from "./pagePath.ts"
import { bodyOf } from "./pageRequest.ts"
import { PageSettings } from "./PageSettings.ts"
import { keptSession } from "./sign-in/pageCookies.ts"
import { hasEnded, opened, type PageSession } from "./sign-in/PageSession.ts"

/** A request for a page, and what is known of it. */
export interface Asked {
  readonly request: Request
  /** For cookies. */
  readonly c: Context<Env>
  readonly params: Readonly<Record<string, string>>
  /** Who is signed in, if anybody. */
  session: PageSession | undefined
  /** What a form or a script sent; empty for a GET. */
  body: string
  /** Where a page about a failure leads back to, once that is known. */
  page?: PagePath
}

/** Makes a route's handler of what it answers. */
export type PageRunner = (
  answer: (asked: Asked) => Effect.Effect<Response, PageFailure, Services>
) => (c: Context<Env>) => Promise<Response>

/** Every request gets a page: a failure with its remedy, an error in the server without details. */
export const pageRunner =
  (run: (work: Effect.Effect<Response, never, Services>, requestId: string) => Promise<Response>): PageRunner =>
  (answer) =>
  (c) => {
    const requestId = c.get("requestId")
    const route = routePath(c, -1)
    const answering = answered(answer, c).pipe(
      withOrigin({ requestId }, { method: c.req.method, route }),
      requestSpan(c.req.raw, requestId, route)
    )
    return run(answering, requestId).then((response) => {
      // Cookies that were set on the context; Hono puts them on no answer but its own.
      for (const cookie of c.res.headers.getSetCookie()) response.headers.append("set-cookie", cookie)
      return response
    })
  }

const answered = Effect.fnUntraced(function* (answer: Parameters<PageRunner>[0], c: Context<Env>) {
  const began = yield* Clock.currentTimeMillis
  const session = Option.getOrUndefined(yield* opened(keptSession(c, yield* PageSettings)))
  const asked: Asked = { request: c.req.raw, c, params: c.req.param(), session, body: "" }
  const connection = connectionOf(c.env)
  const exit = yield* Effect.exit(admitted(answer, asked, connection))
  const response = Exit.isSuccess(exit)
    ? exit.value
    : yield* Result.match(Cause.findError(exit.cause), {
        onSuccess: (failure) => failurePage(failure, asked),
        onFailure: (fault) =>
          Effect.andThen(
            Effect.logError("A page failed because of an error in the server", fault),
            brokenPage(c.get("requestId"))
          )
      })
  yield* logAnswer(
    { status: response.status, caller: asked.session?.caller.id ?? "nobody", address: connection.address, began },
    Exit.isFailure(exit) ? exit.cause : undefined
  )
  return response
})

/** As every request: a place is taken once the body is complete, and kept until the page has been taken. */
const admitted = Effect.fnUntraced(function* (
  answer: Parameters<PageRunner>[0],
  asked: Asked,
  { address, whenTaken }: Connection
) {
  const caller = asked.session?.caller.id ?? address
  asked.body = asked.request.method === "POST" ? yield* bodyOf(asked.request, caller) : ""
  const leave = yield* (yield* Admission).enter(caller)
  return yield* Effect.onExit(Effect.andThen(forgetEnded(asked), answer(asked)), (exit) =>
    Effect.sync(() => {
      if (Exit.isSuccess(exit) && exit.value.headers.get("content-type") === "text/event-stream") leave()
      else whenTaken(leave)
    })
  )
})

/** A session that was signed out is none, even for someone who still has its cookie. */
const forgetEnded = Effect.fnUntraced(function* (asked: Asked) {
  if (asked.session !== undefined && (yield* hasEnded(asked.session))) asked.session = undefined
})

const brokenPage = (requestId: string) =>
  shown(500, {
    title: "Internal server error",
    main: message("Internal server error", [
      "The page can't be shown.",
      `Reload the page. If that fails too, report this number to the operator of Incident Teams: ${requestId}.`
    ])
  })
