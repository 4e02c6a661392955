import { createHash, randomBytes } from "node:crypto"
import { Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import { verifyCaller } from "../../admission/verifyCaller.ts"
import { connectionOf } from "../../http/Connection.ts"
import { RateLimit } from "../../rate/RateLimit.ts"
import type { Env } from "../../restApp.ts"
import { Seals } from "../../sealing/Seals.ts"
import { isMarked } from "../formMark.ts"
import { html } from "../html/Html.ts"
import { message } from "../html/messagePage.ts"
import { shown, signInPath } from "../pageAnswers.ts"
import { ForeignRequest, UnknownSignIn } from "../PageFailure.ts"
import { PagePath, pageNamed } from "../pagePath.ts"
import { fromOurPage, isSame } from "../pageRequest.ts"
import type { Asked, PageRunner } from "../PageRunner.ts"
import { PageSettings } from "../PageSettings.ts"
import { dropSession, keepSession, keepSignIn, keepTokens, signInSeconds, takeSignIn } from "./pageCookies.ts"
import { begun, end, type PageSession, sealed } from "./PageSession.ts"
import { sealedTokens, verified } from "./personSession.ts"
import { type PersonTokens, type SignedIn, SignIn, SignInRefused } from "./SignIn.ts"

const random = Effect.sync(() => randomBytes(32).toString("base64url"))

/** A sign-in under way, sealed into a cookie of the browser that began it. */
const Begun = Schema.Struct({
  state: Schema.String,
  nonce: Schema.String,
  verifier: Schema.String,
  to: PagePath,
  /** Began in a frame, which waits for what only it can use: the hash of what it made up (as in PKCE). */
  waiting: Schema.optionalKey(Schema.String)
})

/** What a policy demands of a sign-in; sealed into the address that leads to it. */
const Demanded = Schema.Struct({ claims: Schema.String })

/** What a window hands over to the frame that opened it. */
const HandedOver = Schema.Struct({
  waiting: Schema.String,
  session: Schema.String,
  tokens: Schema.String,
  seconds: Schema.Int
})

/** Seconds. */
const handOverSeconds = 60

const Challenge = /^[\w-]{43}$/u

const goTo = (location: string, status = 303): Response => new Response(null, { status, headers: { location } })

const query = ({ request }: Asked): URLSearchParams => new URL(request.url).searchParams

/** Signing in and out: by Entra ID in a window, by Teams' own token in our app, and from a window to a frame. */
export const signInRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  app.get("/sign-in", run(beginSignIn))
  app.get("/sign-in/callback", run(endSignIn))
  app.post("/sign-in/frame", run(takeOver))
  app.post("/sign-in/teams", run(signInByTeams))
  app.post("/sign-out", run(signOut))
  app.get("/signed-in", run(signedIn))
  app.get("/signed-out", run(signedOut))
  return app
}

const beginSignIn = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  const given = query(asked)
  const to = yield* pageNamed(given.get("to"))
  asked.page = to
  const waiting = given.get("waiting")
  const ties = { state: yield* random, nonce: yield* random, verifier: yield* random }
  const seals = yield* Seals
  const kept = { ...ties, to, ...(waiting !== null && Challenge.test(waiting) ? { waiting } : {}) }
  keepSignIn(asked.c, settings, ties.state, yield* seals.seal("sign-in", kept, signInSeconds))
  const demanded = yield* seals.open("claims", Demanded, given.get("claims") ?? "")
  const manner = { choose: given.get("choose") === "1", ...Option.getOrElse(demanded, () => ({})) }
  return goTo((yield* (yield* SignIn).begin(ties, manner)).href, 302)
})

const endSignIn = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  const given = query(asked)
  const state = given.get("state") ?? ""
  const kept = takeSignIn(asked.c, settings, state)
  const known = kept === undefined ? Option.none() : yield* (yield* Seals).open("sign-in", Begun, kept)
  if (Option.isNone(known) || !isSame(state, known.value.state)) return yield* new UnknownSignIn()
  const { to, waiting, ...ties } = known.value
  asked.page = to
  const code = given.get("code")
  if (code === null) return yield* refusedByEntra(given.get("error"))
  const person = yield* (yield* SignIn).redeem(code, ties)
  yield* acceptedByUs(person)
  const session = yield* sessionFor(person)
  yield* keep(asked, session, person.tokens, false)
  yield* Effect.logInfo("A person signed in to the Incident page").pipe(
    Effect.annotateLogs({ caller: person.caller.id })
  )
  return waiting === undefined ? goTo(`${settings.base}${to}`) : yield* handOver(session, person.tokens, to, waiting)
})

/** The token is verified as any request's is, so that a registration that is wrong shows at the sign-in. */
const acceptedByUs = ({ caller, tokens }: SignedIn) =>
  Effect.catchTag(verified(caller.id, tokens), "TokenRefused", ({ detail }) =>
    Effect.fail(
      new SignInRefused({
        detail: `The token that Entra ID issued isn't one for this API. ${detail}`,
        remedy: "Tell the operator of Incident Teams: the app registration's scope, or its token version, isn't right.",
        cause: detail
      })
    )
  )

const refusedByEntra = (error: string | null) =>
  new SignInRefused({
    detail:
      error === "access_denied"
        ? "You canceled the sign-in, or Entra ID denied you access to this application."
        : "Entra ID refused the sign-in.",
    remedy: "Sign in again. If that fails too, ask an administrator of the tenant to assign the application to you.",
    cause: error
  })

const sessionFor = (visitor: Parameters<typeof begun>[0]) => Effect.flatMap(random, (id) => begun(visitor, id))

const keep = Effect.fnUntraced(function* ({ c }: Asked, session: PageSession, tokens: PersonTokens, framed: boolean) {
  const settings = yield* PageSettings
  const kept = yield* sealedTokens(session, tokens, framed)
  keepSession(c, settings, yield* sealed(session), kept.seconds, framed)
  keepTokens(c, settings, kept.sealed, kept.seconds, framed)
})

/** The window's last page: its script hands the session over to the frame that opened it, which alone can use it. */
const handOver = Effect.fnUntraced(function* (
  session: PageSession,
  tokens: PersonTokens,
  to: PagePath,
  waiting: string
) {
  const { base } = yield* PageSettings
  const kept = yield* sealedTokens(session, tokens, true)
  const content = { waiting, session: yield* sealed(session), tokens: kept.sealed, seconds: kept.seconds }
  const handed = yield* (yield* Seals).seal("handoff", content, handOverSeconds)
  return yield* shown(200, {
    title: "You are signed in",
    scripts: ["handOver.js"],
    data: { handed },
    main: message(
      "You are signed in",
      ["Return to the page that you came from. You can close this window."],
      [html`<a class="button primary" href="${base}${to}">Continue here</a>`]
    )
  })
})

/** Where a window ends that was opened to sign in without script. */
const signedIn = () =>
  shown(200, {
    title: "You are signed in",
    main: message("You are signed in", ["Return to the page that you came from. You can close this window."])
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
  const { session, tokens, seconds } = handed.value
  keepSession(c, settings, session, seconds, true)
  keepTokens(c, settings, tokens, seconds, true)
  return new Response(null, { status: 204 })
})

/** In our own app Teams gives a token for this API: the same verification as for any call of it, then a session. */
const signInByTeams = Effect.fnUntraced(function* (asked: Asked) {
  yield* fromOurPage(asked.request, yield* PageSettings)
  const { address } = connectionOf(asked.c.env)
  const given = asked.request.headers.get("authorization") ?? undefined
  const { caller, tenant, token } = yield* verifyCaller(given, address)
  if (caller._tag !== "User") return yield* new ForeignRequest()
  yield* (yield* RateLimit).take(caller.id)
  yield* keep(asked, yield* sessionFor({ caller, tenant }), { access: token }, true)
  return new Response(null, { status: 204 })
})

const signOut = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  yield* fromOurPage(asked.request, settings)
  const form = new URLSearchParams(asked.body)
  const to = yield* pageNamed(form.get("to"))
  if (asked.session !== undefined) {
    if (!(yield* isMarked(form.get("mark"), asked.session, "sign-out"))) return yield* new ForeignRequest()
    yield* end(asked.session)
  }
  dropSession(asked.c, settings)
  return goTo(`${settings.base}/signed-out?${new URLSearchParams({ to }).toString()}`)
})

const signedOut = Effect.fnUntraced(function* (asked: Asked) {
  const settings = yield* PageSettings
  const to = yield* pageNamed(query(asked).get("to"))
  const entra = yield* Effect.orElseSucceed((yield* SignIn).signOut, () => undefined)
  return yield* shown(200, {
    title: "You are signed out",
    main: message(
      "You are signed out of Incident Teams",
      ["You may still be signed in to Microsoft Entra ID."],
      [
        html`<a class="button primary" href="${signInPath(settings, to)}">Sign in again</a>`,
        html`<a class="button" href="${signInPath(settings, to, { choose: "1" })}">Sign in as someone else</a>`,
        entra === undefined ? html`` : html`<a class="button" href="${entra.href}">Sign out of Entra ID as well</a>`
      ]
    )
  })
})
