import { createHash, randomBytes } from "node:crypto"
import type { Visitor } from "@incident-teams/application/ports/Session"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Clock, Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import { verifyCaller } from "../../admission/verifyCaller.ts"
import { connectionOf } from "../../http/Connection.ts"
import { RateLimit } from "../../rate/RateLimit.ts"
import type { Env } from "../../restApp.ts"
import { Seals } from "../../sealing/Seals.ts"
import { checkMark } from "../formMark.ts"
import { html } from "../html/Html.ts"
import { message } from "../html/messagePage.ts"
import { pathOf, shown, signInPath } from "../pageAnswers.ts"
import { ForeignRequest, UnknownSignIn } from "../PageFailure.ts"
import { fromOurPage, incidentNamed, isSame } from "../pageRequest.ts"
import type { Asked, PageRunner } from "../PageRunner.ts"
import { PageSettings } from "../PageSettings.ts"
import { dropSession, keepSession, keepSignIn, signInSeconds, takeSignIn } from "./pageCookies.ts"
import { begun, end, type PageSession, sealed } from "./PageSession.ts"
import { SignIn, SignInRefused } from "./SignIn.ts"

const random = Effect.sync(() => randomBytes(32).toString("base64url"))

/** A sign-in under way, sealed into a cookie of the browser that began it. */
const Begun = Schema.Struct({
  state: Schema.String,
  nonce: Schema.String,
  verifier: Schema.String,
  incident: IncidentId,
  /** Began in a frame, which waits for what only it can use: the hash of what it made up (as in PKCE). */
  waiting: Schema.optionalKey(Schema.String)
})

/** What a window hands over to the frame that opened it. */
const HandedOver = Schema.Struct({ waiting: Schema.String, session: Schema.String })

/** Seconds. */
const handOverSeconds = 60

const Challenge = /^[\w-]{43}$/u

const to = (location: string, status = 303): Response => new Response(null, { status, headers: { location } })

const query = ({ request }: Asked): URLSearchParams => new URL(request.url).searchParams

/** Signing in and out: by Entra ID in a window, by Teams' own token in our app, and from a window to a frame. */
export const signInRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  app.get("/sign-in", run(beginSignIn))
  app.get("/sign-in/callback", run(endSignIn))
  app.post("/sign-in/frame", run(takeOver))
  app.post("/sign-in/teams", run(signInByTeams))
  app.post("/sign-out", run(signOut))
  app.get("/signed-out", run(signedOut))
  return app
}

const beginSignIn = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  const given = query(asked)
  const incident = yield* incidentNamed(given.get("incident"))
  asked.incident = incident
  const waiting = given.get("waiting")
  const ties = { state: yield* random, nonce: yield* random, verifier: yield* random }
  const kept = { ...ties, incident, ...(waiting !== null && Challenge.test(waiting) ? { waiting } : {}) }
  keepSignIn(asked.c, settings, ties.state, yield* (yield* Seals).seal("sign-in", kept, signInSeconds))
  const there = yield* (yield* SignIn).begin(ties, given.get("choose") === "1")
  return to(there.href, 302)
})

const endSignIn = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  const given = query(asked)
  const state = given.get("state") ?? ""
  const kept = takeSignIn(asked.c, settings, state)
  const known = kept === undefined ? Option.none() : yield* (yield* Seals).open("sign-in", Begun, kept)
  if (Option.isNone(known) || !isSame(state, known.value.state)) return yield* new UnknownSignIn()
  const { incident, waiting, ...ties } = known.value
  asked.incident = incident
  const code = given.get("code")
  if (code === null) return yield* refusedByEntra(given.get("error"))
  const visitor = yield* (yield* SignIn).redeem(code, ties)
  const session = yield* sessionFor(visitor)
  yield* keep(asked, session, false)
  yield* Effect.logInfo("A person signed in to the Incident page").pipe(
    Effect.annotateLogs({ caller: visitor.caller.id })
  )
  return waiting === undefined ? to(pathOf(settings, incident)) : yield* handOver(session, incident, waiting)
})

const refusedByEntra = (error: string | null) =>
  new SignInRefused({
    detail:
      error === "access_denied"
        ? "You canceled the sign-in, or Entra ID denied you access to this application."
        : "Entra ID refused the sign-in.",
    remedy: "Sign in again. If that fails too, ask an administrator of the tenant to assign the application to you.",
    cause: error
  })

const sessionFor = (visitor: Visitor) => Effect.flatMap(random, (id) => begun(visitor, id))

const keep = Effect.fnUntraced(function* ({ c }: Asked, session: PageSession, framed: boolean) {
  const seconds = Math.floor((session.expiresAt - (yield* Clock.currentTimeMillis)) / 1_000)
  keepSession(c, yield* PageSettings, yield* sealed(session), seconds, framed)
})

/** The window's last page: its script hands the session over to the frame that opened it, which alone can use it. */
const handOver = Effect.fnUntraced(function* (session: PageSession, incident: IncidentId, waiting: string) {
  const settings = yield* PageSettings
  const seals = yield* Seals
  const handed = yield* seals.seal("handoff", { waiting, session: yield* sealed(session) }, handOverSeconds)
  return yield* shown(200, {
    title: "You are signed in",
    scripts: ["handOver.js"],
    data: { handed },
    main: message(
      "You are signed in",
      ["Return to the page that you came from. You can close this window."],
      [html`<a class="button primary" href="${pathOf(settings, incident)}">Show the incident here</a>`]
    )
  })
})

const Taken = Schema.fromJsonString(Schema.Struct({ handed: Schema.String, verifier: Schema.String }))

const takeOver = Effect.fnUntraced(function* (asked: Asked) {
  const { request, c, body } = asked
  const settings = yield* PageSettings
  yield* fromOurPage(request, settings)
  const taken = Schema.decodeUnknownOption(Taken)(body)
  if (Option.isNone(taken)) return yield* new ForeignRequest()
  const handed = yield* (yield* Seals).open("handoff", HandedOver, taken.value.handed)
  const hash = createHash("sha256").update(taken.value.verifier).digest("base64url")
  if (Option.isNone(handed) || !isSame(hash, handed.value.waiting)) return yield* new UnknownSignIn()
  keepSession(c, settings, handed.value.session, settings.sessionMinutes * 60, true)
  return new Response(null, { status: 204 })
})

/** In our own app Teams gives a token for this API: the same verification as for any call of it, then a session. */
const signInByTeams = Effect.fnUntraced(function* (asked: Asked) {
  yield* fromOurPage(asked.request, yield* PageSettings)
  const { address } = connectionOf(asked.c.env)
  const { caller, tenant } = yield* verifyCaller(asked.request.headers.get("authorization") ?? undefined, address)
  if (caller._tag !== "User") return yield* new ForeignRequest()
  yield* (yield* RateLimit).take(caller.id)
  yield* keep(asked, yield* sessionFor({ caller, tenant }), true)
  return new Response(null, { status: 204 })
})

const signOut = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  yield* fromOurPage(asked.request, settings)
  const form = new URLSearchParams(asked.body)
  const incident = yield* incidentNamed(form.get("incident"))
  if (asked.session !== undefined) {
    yield* checkMark(form.get("mark"), asked.session, "sign-out")
    yield* end(asked.session)
  }
  dropSession(asked.c, settings)
  return to(`${settings.base}/signed-out?${new URLSearchParams({ incident }).toString()}`)
})

const signedOut = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  const incident = yield* incidentNamed(query(asked).get("incident"))
  const entra = yield* Effect.orElseSucceed((yield* SignIn).signOut, () => undefined)
  return yield* shown(200, {
    title: "You are signed out",
    main: message(
      "You are signed out of Incident Teams",
      ["You may still be signed in to Microsoft Entra ID."],
      [
        html`<a class="button primary" href="${signInPath(settings, incident)}">Sign in again</a>`,
        html`<a class="button" href="${signInPath(settings, incident, { choose: "1" })}">Sign in as someone else</a>`,
        entra === undefined ? html`` : html`<a class="button" href="${entra.href}">Sign out of Entra ID as well</a>`
      ]
    )
  })
})
