import type { Session } from "@incident-teams/application/ports/Session"
import { type TenantId, applicationIdOf, personIdOf } from "@incident-teams/domain/ids/directoryIds"
import type { Caller } from "@incident-teams/domain/permissions/Caller"
import { Option, Redacted, Result, Schema } from "effect"
import { TokenRefused } from "./TokenVerifier.ts"

/**
 * What we read of an Entra v2 access token ("Access token claims reference"). `scp` is a person's. `azp`, the client, is
 * in every access token and in no ID token, which our sign-in gets for the same audience.
 */
const Claims = Schema.Struct({
  oid: Schema.String,
  sub: Schema.optionalKey(Schema.String),
  tid: Schema.String,
  exp: Schema.Finite,
  scp: Schema.optionalKey(Schema.String),
  azp: Schema.optionalKey(Schema.String),
  idtyp: Schema.optionalKey(Schema.String),
  roles: Schema.optionalKey(Schema.Array(Schema.String)),
  name: Schema.optionalKey(Schema.String),
  preferred_username: Schema.optionalKey(Schema.String),
  app_displayname: Schema.optionalKey(Schema.String)
})
export type Claims = typeof Claims.Type

export const decodeClaims = Schema.decodeUnknownOption(Claims)

const refused = (detail: string, remedy: string) => Result.fail(new TokenRefused({ missing: false, detail, remedy }))

/** The caller that a verified token names. */
export const sessionOf = (
  claims: Claims,
  token: string,
  expected: { readonly tenant: TenantId; readonly scope: string }
): Result.Result<Session, TokenRefused> => {
  if (claims.tid.toLowerCase() !== expected.tenant) {
    return refused("The token is from another tenant.", `Get a token from the tenant ${expected.tenant}.`)
  }
  if (claims.scp === undefined && claims.azp === undefined && claims.idtyp !== "app") {
    return refused("The token isn't an access token: it names no client.", "Send an access token, not an ID token.")
  }
  const caller = callerOf(claims)
  if (Option.isNone(caller)) {
    return refused("The token's oid isn't an object ID.", "Get an access token from Entra's v2 endpoint.")
  }
  if (caller.value._tag === "User" && claims.scp?.split(" ").includes(expected.scope) !== true) {
    return refused(
      `The token lacks the scope ${expected.scope}.`,
      `Request this API's scope ${expected.scope}, or .default after consent was granted.`
    )
  }
  return Result.succeed({ caller: caller.value, tenant: expected.tenant, token: Redacted.make(token) })
}

/**
 * The optional claim `idtyp` says so. Without it, nobody consented to a scope, and the subject is the object itself
 * ("Validate tokens"): a person's subject is another one for each application.
 */
const isApplication = ({ idtyp, scp, sub, oid }: Claims): boolean =>
  idtyp === undefined ? scp === undefined && sub === oid : idtyp === "app"

const callerOf = (claims: Claims): Option.Option<Caller> =>
  isApplication(claims)
    ? Option.map(applicationIdOf(claims.oid), (id) => ({
        _tag: "Application",
        id,
        name: claims.app_displayname ?? `Application ${id}`,
        roles: claims.roles ?? []
      }))
    : Option.map(personIdOf(claims.oid), (id) => ({
        _tag: "User",
        id,
        name: claims.name ?? claims.preferred_username ?? id
      }))
