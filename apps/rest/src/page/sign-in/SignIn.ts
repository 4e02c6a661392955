import type { Visitor } from "@incident-teams/application/ports/Session"
import { Context, type Effect, Schema } from "effect"

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

/** A person signs in with a browser, by the authorization code flow with PKCE. */
export class SignIn extends Context.Service<
  SignIn,
  {
    /** Where the browser is sent. `choose`: asks which account, also where one is signed in. */
    begin(ties: Ties, choose: boolean): Effect.Effect<URL, SignInUnavailable>
    /** Who signed in, for the code that the browser came back with. The code is used up. */
    redeem(code: string, ties: Ties): Effect.Effect<Visitor, SignInRefused | SignInUnavailable>
    /** Where a browser signs out of Entra ID itself; undefined if Entra ID publishes no such address. */
    readonly signOut: Effect.Effect<URL | undefined, SignInUnavailable>
  }
>()("incident-teams-server/SignIn") {}
