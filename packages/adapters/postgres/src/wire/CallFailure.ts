import { Data } from "effect"

interface Details {
  /** What is wrong and what to do about it, in words for an operator. */
  readonly reason: string
  readonly cause: unknown
}

/** Certainly nothing was done, and it may pass. */
export class NotDone extends Data.TaggedError("NotDone")<Details> {}

/** The connection broke while a statement was underway: it may have been done. */
export class Unclear extends Data.TaggedError("Unclear")<Details> {}

/** Nothing was done, and it needs an operator. */
export class Unusable extends Data.TaggedError("Unusable")<Details> {}

export type CallFailure = NotDone | Unclear | Unusable
