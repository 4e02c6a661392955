import { Data } from "effect"

/** Certainly without effect, and may pass: throttled, not reached, or a read that got no answer. */
export class NotDone extends Data.TaggedError("NotDone")<{
  readonly reason: string
  /** What the service asked to wait, in milliseconds. */
  readonly afterMillis?: number
  readonly cause?: unknown
}> {}

/** No answer to a write, or one that doesn't tell: it may have taken effect. */
export class Unclear extends Data.TaggedError("Unclear")<{ readonly reason: string; readonly cause?: unknown }> {}

/** Won't pass until somebody acts on it; the reason says what to do. */
export class Unusable extends Data.TaggedError("Unusable")<{ readonly reason: string; readonly cause?: unknown }> {}

/** 404 of an item that was to be changed. */
export class Missing extends Data.TaggedError("Missing") {}

/** 409: there is an item of this id. Nothing was written. */
export class Conflict extends Data.TaggedError("Conflict") {}

/** 412: the item isn't as it was read. Nothing was written. */
export class Stale extends Data.TaggedError("Stale") {}

/** What a call of Cosmos DB may come to, other than an answer. */
export type CallFailure = NotDone | Unclear | Unusable | Missing | Conflict | Stale

/** What a read may come to: what isn't there is an answer. */
export type ReadFailure = NotDone | Unusable
