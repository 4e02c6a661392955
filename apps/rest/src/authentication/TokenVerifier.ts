import type { Session } from "@incident-teams/application/ports/Session"
import type { TenantId } from "@incident-teams/domain/ids/directoryIds"
import { Context, type Effect, Schema } from "effect"

/** The request proves nothing about who calls. */
export class TokenRefused extends Schema.TaggedError<TokenRefused>()("TokenRefused", {
  /** RFC 6750: a request without a token gets no error code. */
  missing: Schema.Boolean,
  /** A token that Entra ID did issue, but that is too old: its sender only has to get a new one. */
  expired: Schema.optionalKey(Schema.Boolean),
  detail: Schema.String,
  remedy: Schema.String
}) {}

/** The published keys can't be read, so no new token can be verified. May pass. */
export class KeysUnavailable extends Schema.TaggedError<KeysUnavailable>()("KeysUnavailable", {
  cause: Schema.Defect()
}) {}

/** Where tokens for this API come from, and what to ask for (OAuth 2.0). */
export interface TokenSource {
  /** Where Entra ID is, without a slash at the end. */
  readonly authority: string
  readonly tenant: TenantId
  /** The public client that people sign in by with a device code, where there is one. */
  readonly consoleClient: string | undefined
  readonly tokenUrl: string
  /** For a person. */
  readonly scope: string
  /** For an application: its app roles come with it. */
  readonly applicationScope: string
}

/** A caller for as long as their token says. */
export interface VerifiedSession extends Session {
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Finds out who calls. There is no way around it. */
export class TokenVerifier extends Context.Service<
  TokenVerifier,
  {
    /** `authorization`: the header as it came; none when there is none. */
    verify(authorization: string | undefined): Effect.Effect<VerifiedSession, TokenRefused | KeysUnavailable>
    /** Where a person signs in; sent in WWW-Authenticate. */
    readonly signInUrl: string
    /** How to request a token for this API; published in the API reference and at /v1/sign-in. */
    readonly tokens: TokenSource
  }
>()("incident-teams-server/TokenVerifier") {}
