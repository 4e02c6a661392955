import { Schema } from "effect"
import type { Failure } from "../problems/problemOf.ts"
import type { SignInRefused, SignInUnavailable } from "./sign-in/SignIn.ts"

/** A form or a script's request that didn't come from a page of this server. */
export class ForeignRequest extends Schema.TaggedError<ForeignRequest>()("ForeignRequest", {}) {}

/** Someone returned from signing in too late, or in another browser than the one that started it. */
export class UnknownSignIn extends Schema.TaggedError<UnknownSignIn>()("UnknownSignIn", {}) {}

/** There is no page at the address. */
export class NoSuchPage extends Schema.TaggedError<NoSuchPage>()("NoSuchPage", {}) {}

/** A request for access without a reason, or with one that is too long. */
export class InvalidReason extends Schema.TaggedError<InvalidReason>()("InvalidReason", {}) {}

/** Every reason why a page isn't shown. */
export type PageFailure =
  | Failure
  | ForeignRequest
  | InvalidReason
  | NoSuchPage
  | SignInRefused
  | SignInUnavailable
  | UnknownSignIn
