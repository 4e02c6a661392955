import { Schema } from "effect"
import type { Failure } from "../problems/problemOf.ts"
import type { SignInRefused, SignInUnavailable } from "./sign-in/SignIn.ts"

/** A form, or a script's request, that no page of ours sent. */
export class ForeignRequest extends Schema.TaggedError<ForeignRequest>()("ForeignRequest", {}) {}

/** Somebody came back from signing in, but not to the browser that began it, or too late. */
export class UnknownSignIn extends Schema.TaggedError<UnknownSignIn>()("UnknownSignIn", {}) {}

/** The address isn't that of an incident. */
export class NoSuchPage extends Schema.TaggedError<NoSuchPage>()("NoSuchPage", {}) {}

/** Somebody asks to be let in without saying why, or at greater length than is read. */
export class InvalidReason extends Schema.TaggedError<InvalidReason>()("InvalidReason", {}) {}

/** Whatever may keep a page from being shown. */
export type PageFailure =
  | Failure
  | ForeignRequest
  | InvalidReason
  | NoSuchPage
  | SignInRefused
  | SignInUnavailable
  | UnknownSignIn
