import type { Visitor } from "@incident-teams/application/ports/Session"
import { Context, type Effect, type Redacted, Schema } from "effect"

/** Entra ID refused this sign-in, or its response isn't trusted. Signing in again may help. */
export class SignInRefused extends Schema.TaggedError<SignInRefused>()("SignInRefused", {
  detail: Schema.String,
  remedy: Schema.String,
  cause: Schema.Defect()
}) {}

/** Entra ID can't be asked right now. May pass. */
export class SignInUnavailable extends Schema.TaggedError<SignInUnavailable>()("SignInUnavailable", {
  detail: Schema.String,
  remedy: Schema.String,
  cause: Schema.Defect()
}) {}

/** What ties an answer to the browser that asked for it (RFC 6749, RFC 7636, OpenID Connect Core). */
export interface Ties {
  readonly state: string
  readonly nonce: string
  /** Of PKCE. */
  readonly verifier: string
}

/** How a person is to sign in. */
export interface Manner {
  /** Asks which account, also where one is signed in. */
  readonly choose: boolean
  /** What a policy demands of the sign-in: a claims request of OpenID Connect, as JSON. */
  readonly claims?: string
}

/** What a person's actions take: tokens for our own API. */
export interface PersonTokens {
  readonly access: Redacted.Redacted
  /** Gets the next access token. Absent where Entra ID, or Teams, gives none. */
  readonly refresh?: Redacted.Redacted
}

/** A person who just signed in. */
export interface SignedIn extends Visitor {
  readonly tokens: PersonTokens
}

/** A person signs in with a browser, by the authorization code flow with PKCE. */
export class SignIn extends Context.Service<
  SignIn,
  {
    /** Where the browser is sent. */
    begin(ties: Ties, manner: Manner): Effect.Effect<URL, SignInUnavailable>
    /** Who signed in, for the code that the browser came back with. The code is used up. */
    redeem(code: string, ties: Ties): Effect.Effect<SignedIn, SignInRefused | SignInUnavailable>
    /** New tokens for a refresh token. The old one stays valid, so that several requests may renew at once. */
    renew(refresh: Redacted.Redacted): Effect.Effect<PersonTokens, SignInRefused | SignInUnavailable>
    /** Where a browser signs out of Entra ID itself; undefined if Entra ID publishes no such address. */
    readonly signOut: Effect.Effect<URL | undefined, SignInUnavailable>
  }
>()("incident-teams-server/SignIn") {}
