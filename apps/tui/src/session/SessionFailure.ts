import { Schema } from "effect"

const inWords = {
  detail: Schema.String,
  /** What the reader can do about it. */
  remedy: Schema.String
}

/** Nobody is signed in to the server, or no longer. */
export class NotSignedIn extends Schema.TaggedError<NotSignedIn>()("NotSignedIn", inWords) {}

/** Signing in came to nothing: refused by a person, by Entra, or because the server names nothing to sign in by. */
export class SignInRefused extends Schema.TaggedError<SignInRefused>()("SignInRefused", inWords) {}

/** Entra can't be asked. May pass. */
export class SignInUnavailable extends Schema.TaggedError<SignInUnavailable>()("SignInUnavailable", {
  ...inWords,
  cause: Schema.Defect()
}) {}

/** Where sign-ins are kept can't be read or written. */
export class SignInsUnusable extends Schema.TaggedError<SignInsUnusable>()("SignInsUnusable", {
  ...inWords,
  cause: Schema.Defect()
}) {}

/** Why there is no token for a call. */
export type SessionFailure = NotSignedIn | SignInUnavailable | SignInsUnusable
