import type { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { Data } from "effect"
import type { ErrorDetail } from "./GraphErrorBody.ts"

/** Certainly without effect, and may pass: throttled, not reached, or a read that got no answer. */
export class NotDone extends Data.TaggedError("NotDone")<{
  readonly reason: string
  /** What the service asked to wait, in milliseconds. */
  readonly afterMillis?: number
  readonly cause?: unknown
}> {}

/** No answer to a write, or one that doesn't tell: it may have taken effect. */
export class Unclear extends Data.TaggedError("Unclear")<{
  readonly reason: string
  readonly afterMillis?: number
  readonly cause?: unknown
}> {}

/** 404 or 410. */
export class Missing extends Data.TaggedError("Missing")<{
  readonly reason: string
  readonly codes: ReadonlyArray<string>
}> {}

/** 409: what is asked for is there already, or somebody is just changing it. Without effect. */
export class Conflict extends Data.TaggedError("Conflict")<{
  readonly reason: string
  readonly codes: ReadonlyArray<string>
}> {}

/** Any other 4xx that names no lack of the application itself. Asking again without a change would be refused again. */
export class Refusal extends Data.TaggedError("Refusal")<{
  readonly status: number
  /** From the outermost error to the innermost. */
  readonly codes: ReadonlyArray<string>
  readonly details: ReadonlyArray<ErrorDetail>
  readonly reason: string
  readonly remedy: string
}> {}

/** What a call of Graph may come to, other than an answer. */
export type CallFailure = NotDone | Unclear | Missing | Conflict | Refusal | InstallationTrouble
