import { Clock, Effect, Option, Redacted, Schema } from "effect"
import type { Context } from "hono"
import { TokenVerifier } from "../../authentication/TokenVerifier.ts"
import { Seals } from "../../sealing/Seals.ts"
import { SignInAgain } from "../PageFailure.ts"
import { PageSettings } from "../PageSettings.ts"
import { keepTokens, keptTokens, mostSealed } from "./pageCookies.ts"
import type { PageSession } from "./PageSession.ts"
import { type PersonTokens, SignIn, SignInRefused } from "./SignIn.ts"

/** Milliseconds that an access token has left when it is renewed: what it begins must have time to end. */
const renewedBefore = 5 * 60_000

/** What is sealed into the cookies. */
const Kept = Schema.Struct({
  /** Of the session that they belong to: worth nothing without it. */
  session: Schema.String,
  /** Whether the cookies are those of a frame. */
  framed: Schema.Boolean,
  access: Schema.String,
  refresh: Schema.optionalKey(Schema.String)
})

/** Tokens as they are kept: the access token alone where a browser wouldn't keep both; refused where not even that. */
export const sealedTokens = Effect.fnUntraced(function* (
  session: PageSession,
  { access, refresh }: PersonTokens,
  framed: boolean
) {
  const seals = yield* Seals
  const seconds = Math.ceil((session.expiresAt - (yield* Clock.currentTimeMillis)) / 1_000)
  const kept = { session: session.id, framed, access: Redacted.value(access) }
  const both =
    refresh === undefined
      ? undefined
      : yield* seals.seal("tokens", { ...kept, refresh: Redacted.value(refresh) }, seconds)
  const sealed = both !== undefined && both.length <= mostSealed ? both : yield* seals.seal("tokens", kept, seconds)
  if (sealed.length <= mostSealed) return { sealed, seconds }
  return yield* new SignInRefused({
    detail: "The token that Entra ID issued for you is too large for a browser to keep.",
    remedy: "Tell the operator of Incident Teams: remove the optional groups claim from the app registration's tokens.",
    cause: `${sealed.length} characters`
  })
})

/** Whom a new token names. It has to be the person who signed in. */
export const verified = Effect.fnUntraced(function* (person: PageSession["caller"]["id"], { access }: PersonTokens) {
  const session = yield* (yield* TokenVerifier).verify(`Bearer ${Redacted.value(access)}`)
  if (session.caller._tag === "User" && session.caller.id === person) return session
  return yield* new SignInRefused({
    detail: "The token that Entra ID issued is for someone else.",
    remedy: "Sign in again.",
    cause: undefined
  })
})

const again = new SignInAgain({ silently: true, detail: "Your sign-in has expired." })

/**
 * The person with the token for what they do. An access token that is about to expire is renewed, and the cookies of the
 * response replace those of the request. SignInAgain where that isn't possible.
 */
export const personSession = Effect.fnUntraced(function* (c: Context, session: PageSession) {
  const settings = yield* PageSettings
  const opened = yield* (yield* Seals).open("tokens", Kept, keptTokens(c, settings))
  if (Option.isNone(opened) || opened.value.session !== session.id) return yield* again
  const { access, refresh, framed } = opened.value
  const now = yield* Clock.currentTimeMillis
  const held = yield* verified(session.caller.id, { access: Redacted.make(access) }).pipe(
    Effect.map(Option.some),
    Effect.catchTag(["TokenRefused", "SignInRefused"], () => Effect.succeedNone)
  )
  const valid = Option.filter(held, ({ expiresAt }) => expiresAt > now)
  if (Option.isSome(valid) && (refresh === undefined || valid.value.expiresAt > now + renewedBefore)) return valid.value
  if (refresh === undefined) return yield* again
  return yield* Effect.catch(renewed(c, session, Redacted.make(refresh), framed), (failure) => {
    if (Option.isSome(valid)) return Effect.succeed(valid.value)
    return Effect.fail(failure._tag === "SignInRefused" || failure._tag === "TokenRefused" ? again : failure)
  })
})

const renewed = Effect.fnUntraced(function* (
  c: Context,
  session: PageSession,
  refresh: Redacted.Redacted,
  framed: boolean
) {
  const tokens = yield* (yield* SignIn).renew(refresh)
  const person = yield* verified(session.caller.id, tokens)
  const { sealed, seconds } = yield* sealedTokens(session, tokens, framed)
  keepTokens(c, yield* PageSettings, sealed, seconds, framed)
  return person
})
