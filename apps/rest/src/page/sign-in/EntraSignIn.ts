import { createHash } from "node:crypto"
import { TenantId, personIdOf } from "@incident-teams/domain/ids/directoryIds"
import { Cache, Clock, Config, Duration, Effect, Exit, Layer, Option, Redacted, Schema } from "effect"
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose"
import { ClientAuthentication } from "../../authentication/ClientAuthentication.ts"
import { TokenVerifier } from "../../authentication/TokenVerifier.ts"
import { PageSettings } from "../PageSettings.ts"
import { type PersonTokens, SignIn, SignInRefused, SignInUnavailable } from "./SignIn.ts"

/** Milliseconds for one request to Entra ID. */
const patience = 10_000
/** Where Entra's endpoints are changes seldom. */
const metadataRemembered = Duration.hours(1)
/** Clocks differ. */
const toleranceSeconds = 60

export interface EntraSignInOptions {
  readonly tenant: TenantId
  readonly clientId: string
  /** Without a slash at the end, such as https://login.microsoftonline.com. */
  readonly authority: string
  /** Where the browser comes back to; registered with the app as a redirect address of the platform Web. */
  readonly redirectUri: string
  /** Of our own API, which the person's actions are requested of. */
  readonly scope: string
}

/** Of the OpenID Connect discovery document. */
const Metadata = Schema.Struct({
  issuer: Schema.String,
  authorization_endpoint: Schema.String,
  token_endpoint: Schema.String,
  jwks_uri: Schema.String,
  end_session_endpoint: Schema.optionalKey(Schema.String)
})
interface Endpoints {
  readonly authorize: string
  readonly token: string
  readonly signOut: string | undefined
  readonly keys: JWTVerifyGetKey
}

const Tokens = Schema.Struct({
  access_token: Schema.NonEmptyString,
  refresh_token: Schema.optionalKey(Schema.NonEmptyString)
})
const TokensOfSignIn = Schema.Struct({ id_token: Schema.NonEmptyString, ...Tokens.fields })
const Refusal = Schema.Struct({ error: Schema.String, error_codes: Schema.optionalKey(Schema.Array(Schema.Int)) })
const Identity = Schema.Struct({
  oid: Schema.String,
  tid: Schema.String,
  nonce: Schema.String,
  name: Schema.optionalKey(Schema.String),
  preferred_username: Schema.optionalKey(Schema.String)
})

/** Of jose, where it couldn't get at the keys. */
const keysUnread = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_INVALID", "ERR_JWKS_TIMEOUT"])

const unavailable = (detail: string, cause: unknown) =>
  new SignInUnavailable({ detail, remedy: "Try again after a few seconds.", cause })

const beginAgain = "Sign in again."
const refused = (detail: string, cause: unknown, remedy = beginAgain) => new SignInRefused({ detail, remedy, cause })

/** The remedies for Entra's errors at the token endpoint. */
const refusalOf = ({ error, error_codes: codes = [] }: typeof Refusal.Type): SignInRefused => {
  const cause = `${error} ${codes.join(" ")}`
  switch (error) {
    case "invalid_client":
    case "unauthorized_client":
      return refused(
        "Entra ID doesn't accept this server's own credentials.",
        cause,
        "Tell the operator of Incident Teams: the secret or certificate of the app registration is wrong or has expired."
      )
    case "invalid_grant":
      return refused("The sign-in took too long, or was already used.", cause)
    case "interaction_required":
    case "consent_required":
      return refused(
        "Entra ID requires an additional step or consent.",
        cause,
        "Sign in again. If that fails too, ask an administrator of the tenant to grant consent for the API's own scope."
      )
    default:
      return refused(`Entra ID refused the sign-in (${/^\w{1,40}$/u.test(error) ? error : "without a reason"}).`, cause)
  }
}

const asked = (url: string, init: RequestInit = {}): Effect.Effect<unknown, SignInUnavailable> =>
  Effect.tryPromise({
    try: async (signal) => {
      const answer = await fetch(url, {
        ...init,
        redirect: "error",
        signal: AbortSignal.any([signal, AbortSignal.timeout(patience)])
      })
      // A refusal is an answer, too; anything from 500 on isn't one.
      if (answer.status >= 500) throw new Error(`Entra ID answered ${answer.status}.`)
      const body: unknown = await answer.json()
      return body
    },
    catch: (cause) => unavailable("Entra ID can't be reached, or its response isn't valid.", cause)
  })

const kept = ({ access_token: access, refresh_token: refresh }: typeof Tokens.Type): PersonTokens => ({
  access: Redacted.make(access),
  ...(refresh === undefined ? {} : { refresh: Redacted.make(refresh) })
})

const understood = <S extends Schema.ConstraintDecoder<unknown>>(shape: S, answer: unknown) =>
  Effect.mapError(Effect.fromResult(Schema.decodeUnknownResult(shape)(answer)), (cause) =>
    unavailable("The response of Entra ID isn't valid.", cause)
  )

/** Sign-in at one Entra tenant. */
export const make = (
  options: EntraSignInOptions,
  proof: ClientAuthentication["Service"]
): Effect.Effect<SignIn["Service"]> =>
  Effect.gen(function* () {
    const authority = `${options.authority}/${options.tenant}`
    const issuer = `${authority}/v2.0`

    const discovered = yield* Cache.makeWith(
      () =>
        Effect.gen(function* () {
          const found = yield* understood(Metadata, yield* asked(`${issuer}/.well-known/openid-configuration`))
          if (found.issuer !== issuer) {
            return yield* unavailable("The metadata of Entra ID names another issuer than this tenant's.", found.issuer)
          }
          const endpoints: Endpoints = {
            authorize: found.authorization_endpoint,
            token: found.token_endpoint,
            signOut: found.end_session_endpoint,
            keys: createRemoteJWKSet(new URL(found.jwks_uri), { cooldownDuration: 5_000, timeoutDuration: 5_000 })
          }
          return endpoints
        }),
      { capacity: 1, timeToLive: (exit) => (Exit.isSuccess(exit) ? metadataRemembered : Duration.zero) }
    )
    const endpoints = Cache.get(discovered, issuer)

    const identityOf = Effect.fnUntraced(function* (idToken: string, nonce: string) {
      const { keys } = yield* endpoints
      const millis = yield* Clock.currentTimeMillis
      const { payload } = yield* Effect.tryPromise({
        try: () =>
          jwtVerify(idToken, keys, {
            issuer,
            audience: options.clientId,
            algorithms: ["RS256"],
            clockTolerance: toleranceSeconds,
            currentDate: new Date(millis),
            requiredClaims: ["exp", "iat", "nonce", "oid", "tid"]
          }),
        catch: (cause) =>
          cause instanceof errors.JOSEError && !keysUnread.has(cause.code)
            ? refused("Entra ID's answer doesn't prove who signed in.", cause)
            : unavailable("The keys that Entra signs with can't be read.", cause)
      })
      const claims = Schema.decodeUnknownOption(Identity)(payload)
      if (Option.isNone(claims)) return yield* refused("The response of Entra ID doesn't identify you.", undefined)
      const { tid, oid, name, preferred_username: userName, ...said } = claims.value
      if (said.nonce !== nonce) return yield* refused("Entra ID's answer belongs to another sign-in.", undefined)
      if (tid.toLowerCase() !== options.tenant) {
        return yield* refused("You signed in to another tenant.", undefined, "Sign in with an account of this tenant.")
      }
      const id = personIdOf(oid)
      if (Option.isNone(id)) return yield* refused("The response of Entra ID doesn't identify you.", undefined)
      return {
        caller: { _tag: "User" as const, id: id.value, name: name ?? userName ?? id.value },
        tenant: options.tenant
      }
    })

    /** Asks the token endpoint, with our own proof. */
    const granted = Effect.fnUntraced(function* <S extends Schema.ConstraintDecoder<unknown>>(
      shape: S,
      form: Readonly<Record<string, string>>
    ) {
      const { token } = yield* endpoints
      const own = yield* Effect.mapError(proof.fields(token), ({ reason, cause }) => unavailable(reason, cause))
      const answer = yield* asked(token, { method: "POST", body: new URLSearchParams({ ...form, ...own }) })
      const refusal = Schema.decodeUnknownOption(Refusal)(answer)
      if (Option.isSome(refusal)) return yield* refusalOf(refusal.value)
      return yield* understood(shape, answer)
    })

    return {
      begin: ({ state, nonce, verifier }, { choose, claims }) =>
        Effect.map(endpoints, ({ authorize }) => {
          const url = new URL(authorize)
          const query = {
            client_id: options.clientId,
            response_type: "code",
            response_mode: "query",
            redirect_uri: options.redirectUri,
            scope: `openid profile offline_access ${options.scope}`,
            state,
            nonce,
            code_challenge: createHash("sha256").update(verifier).digest("base64url"),
            code_challenge_method: "S256",
            ...(choose ? { prompt: "select_account" } : {}),
            ...(claims === undefined ? {} : { claims })
          }
          for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
          return url
        }),

      redeem: Effect.fn("EntraSignIn.redeem")(function* (code, { nonce, verifier }) {
        const answer = yield* granted(TokensOfSignIn, {
          grant_type: "authorization_code",
          code,
          redirect_uri: options.redirectUri,
          code_verifier: verifier
        })
        return { ...(yield* identityOf(answer.id_token, nonce)), tokens: kept(answer) }
      }),

      renew: Effect.fn("EntraSignIn.renew")(function* (refresh) {
        const answer = yield* granted(Tokens, {
          grant_type: "refresh_token",
          refresh_token: Redacted.value(refresh),
          scope: `openid profile offline_access ${options.scope}`
        })
        return kept({ refresh_token: Redacted.value(refresh), ...answer })
      }),

      signOut: Effect.map(endpoints, ({ signOut }) => (signOut === undefined ? undefined : new URL(signOut)))
    }
  })

const withoutSlash = (url: string): string => url.replace(/\/+$/u, "")

/** An application gets a token for itself only if it names itself by its client id (AADSTS90009). */
const scopeOf = (scope: string, clientId: string): string =>
  scope.startsWith(`api://${clientId}/`) ? scope.slice("api://".length) : scope

/** From the environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_AUTHORITY_HOST (default the public cloud). */
export const layer = Layer.effect(
  SignIn,
  Effect.gen(function* () {
    const { tenant, clientId, authority } = yield* Config.all({
      tenant: Config.schema(TenantId, "AZURE_TENANT_ID"),
      clientId: Config.NonEmptyString("AZURE_CLIENT_ID"),
      authority: Config.URL("AZURE_AUTHORITY_HOST").pipe(
        Config.withDefault(new URL("https://login.microsoftonline.com"))
      )
    })
    const { publicUrl } = yield* PageSettings
    const redirectUri = `${publicUrl}/sign-in/callback`
    const scope = scopeOf((yield* TokenVerifier).tokens.scope, clientId)
    return yield* make(
      { tenant, clientId, authority: withoutSlash(authority.href), redirectUri, scope },
      yield* ClientAuthentication
    )
  })
)
