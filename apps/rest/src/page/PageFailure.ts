import { Schema } from "effect"
import type { Failure } from "../problems/problemOf.ts"
import type { SignInRefused, SignInUnavailable } from "./sign-in/SignIn.ts"

/** A form or a script's request that didn't come from a page of this server. */
export class ForeignRequest extends Schema.TaggedError<ForeignRequest>()("ForeignRequest", {}) {}

/** Someone returned from signing in too late, or in another browser than the one that started it. */
export class UnknownSignIn extends Schema.TaggedError<UnknownSignIn>()("UnknownSignIn", {}) {}

/**
 * What was asked takes a sign-in that there isn't, or isn't any more. `silently`: where the browser can be sent to Entra ID,
 * it may be without a word, as there was no answer of Entra ID's yet that demands one. `claims`: what the sign-in has to
 * carry, as JSON.
 */
export class SignInAgain extends Schema.TaggedError<SignInAgain>()("SignInAgain", {
  silently: Schema.Boolean,
  detail: Schema.String,
  claims: Schema.optionalKey(Schema.String)
}) {}

/** There is no page at the address. */
export class NoSuchPage extends Schema.TaggedError<NoSuchPage>()("NoSuchPage", {}) {}

/** A request for access without a reason, or with one that is too long. */
export class InvalidReason extends Schema.TaggedError<InvalidReason>()("InvalidReason", {}) {}

/** A form that is too large, or that didn't arrive in time. */
export class UnreadForm extends Schema.TaggedError<UnreadForm>()("UnreadForm", {
  status: Schema.Literals([408, 413]),
  detail: Schema.String,
  remedy: Schema.String
}) {}

/** Every reason why a page isn't shown. */
export type PageFailure =
  | Failure
  | ForeignRequest
  | InvalidReason
  | NoSuchPage
  | SignInAgain
  | SignInRefused
  | SignInUnavailable
  | UnknownSignIn
  | UnreadForm
