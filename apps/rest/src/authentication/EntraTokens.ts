import { TenantId } from "@incident-teams/domain/ids/directoryIds"
import { Guid } from "@incident-teams/domain/ids/Guid"
import { Clock, Config, Effect, Layer, Option, Schema } from "effect"
import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose"
import { isCanonical } from "./canonical.ts"
import { decodeClaims, sessionOf } from "./sessionOf.ts"
import { KeysUnavailable, TokenRefused, TokenVerifier, type VerifiedSession } from "./TokenVerifier.ts"

/** Clocks differ; Entra's own libraries allow 5 minutes, we a minute. */
const toleranceSeconds = 60

export interface EntraTokensOptions {
  readonly tenant: TenantId
  /** Our application (client) id: what a v2 access token names in `aud`. */
  readonly audience: string
  /** The scope that a person's token must carry. */
  readonly scope: string
  /** Without a slash at the end, such as https://login.microsoftonline.com. */
  readonly authority: string
  /** Client id of the console's app registration, a public client. Default: none. */
  readonly consoleClient?: string | undefined
  readonly keys: JWTVerifyGetKey
}

/** What a token is asked for by: an id as its URI, in the form that Entra gives to "Expose an API". */
const resourceOf = (audience: string): string => (audience.includes(":") ? audience : `api://${audience}`)

const remedy = "Get a new access token for this API and send it as Authorization: Bearer <token>."
const refused = (detail: string) => new TokenRefused({ missing: false, detail, remedy })

/** Entra names the key of every token that it signs; jose would try the only one there is. */
const named =
  (keys: JWTVerifyGetKey): JWTVerifyGetKey =>
  (header, token) => {
    if (header.kid === undefined) throw new errors.JWKSNoMatchingKey()
    return keys(header, token)
  }

/** What jose found wrong, in words that reveal nothing about our keys. */
const refusalOf = (error: unknown): TokenRefused | KeysUnavailable => {
  if (error instanceof errors.JWTExpired) {
    return new TokenRefused({ missing: false, expired: true, detail: "The token has expired.", remedy })
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    switch (error.claim) {
      case "aud":
        return refused("The token is for another API: its audience isn't this one.")
      case "iss":
        return refused("The token wasn't issued by the v2.0 endpoint of this tenant.")
      case "nbf":
        return refused("The token isn't valid yet.")
      default:
        return refused(`The token's claim ${error.claim} is missing or wrong.`)
    }
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return refused("The token isn't signed with RS256.")
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return refused("The token isn't signed with a published key of Microsoft Entra ID.")
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return refused("The token isn't a signed JSON Web Token.")
  }
  if (error instanceof errors.JOSENotSupported || error instanceof errors.JWKSMultipleMatchingKeys) {
    return refused("The token's header isn't valid for Microsoft Entra ID.")
  }
  return new KeysUnavailable({ cause: error })
}

/** Verifies Entra v2 access tokens: signature, issuer, audience, time, tenant. */
export const make = (options: EntraTokensOptions): TokenVerifier["Service"] => {
  const keys = named(options.keys)
  const issuer = `${options.authority}/${options.tenant}/v2.0`
  const verified = Effect.fnUntraced(function* (token: string) {
    const millis = yield* Clock.currentTimeMillis
    if (!/^[\w.~+/-]+=*$/u.test(token)) {
      return yield* refused("The Authorization header doesn't have the form: Bearer <token>.")
    }
    if (!isCanonical(token)) return yield* refused("The token isn't a signed JSON Web Token.")
    const { payload } = yield* Effect.tryPromise({
      try: () =>
        jwtVerify(token, keys, {
          issuer,
          audience: options.audience,
          algorithms: ["RS256"],
          clockTolerance: toleranceSeconds,
          currentDate: new Date(millis),
          requiredClaims: ["exp", "oid", "tid"]
        }),
      catch: refusalOf
    })
    const claims = decodeClaims(payload)
    if (Option.isNone(claims))
      return yield* refused("The token's claims aren't those of a Microsoft Entra access token.")
    const session: VerifiedSession = {
      ...(yield* Effect.fromResult(sessionOf(claims.value, token, options))),
      expiresAt: claims.value.exp * 1_000
    }
    return session
  })
  return {
    signInUrl: `${options.authority}/${options.tenant}/oauth2/v2.0/authorize`,
    tokens: {
      authority: options.authority,
      tenant: options.tenant,
      consoleClient: options.consoleClient,
      tokenUrl: `${options.authority}/${options.tenant}/oauth2/v2.0/token`,
      scope: `${resourceOf(options.audience)}/${options.scope}`,
      applicationScope: `${resourceOf(options.audience)}/.default`
    },
    verify: (authorization) => {
      // Another scheme is no token either (RFC 6750, 3.1).
      if (authorization === undefined || !/^Bearer\b/iu.test(authorization)) {
        return Effect.fail(
          new TokenRefused({
            missing: true,
            detail: "The request has no access token.",
            remedy: "Send an access token as Authorization: Bearer <token>."
          })
        )
      }
      // Only that there is one: what it is made of is looked at where it isn't known.
      return verified(authorization.charAt("Bearer".length) === " " ? authorization.slice("Bearer".length).trim() : "")
    }
  }
}

const Scope = Schema.String.check(
  Schema.isPattern(/^[\x21\x23-\x5b\x5d-\x7e]+$/u, { expected: "the name of one scope, such as access_as_user" })
)

const withoutSlash = (url: string): string => url.replace(/\/+$/u, "")

/**
 * From the environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_AUTHORITY_HOST (default the public cloud), API_AUDIENCE
 * (default AZURE_CLIENT_ID), API_SCOPE (default `access_as_user`), CONSOLE_CLIENT_ID (default none).
 */
export const layer = Layer.effect(
  TokenVerifier,
  Effect.gen(function* () {
    const settings = yield* Config.all({
      tenant: Config.schema(TenantId, "AZURE_TENANT_ID"),
      audience: Config.NonEmptyString("API_AUDIENCE").pipe(
        Config.orElse(() => Config.NonEmptyString("AZURE_CLIENT_ID"))
      ),
      scope: Config.schema(Scope, "API_SCOPE").pipe(Config.withDefault("access_as_user")),
      consoleClient: Config.schema(Guid, "CONSOLE_CLIENT_ID").pipe(Config.withDefault(undefined)),
      authority: Config.URL("AZURE_AUTHORITY_HOST").pipe(
        Config.withDefault(new URL("https://login.microsoftonline.com"))
      )
    })
    const authority = withoutSlash(settings.authority.href)
    // A key that was just published is found 5 s after the last look for keys; jose's default is 30 s.
    const keys = createRemoteJWKSet(new URL(`${authority}/${settings.tenant}/discovery/v2.0/keys`), {
      cooldownDuration: 5_000,
      timeoutDuration: 5_000
    })
    return make({ ...settings, authority, keys })
  })
)
