import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"
import { Direction, Step } from "./Step.ts"

/** The phases a team goes through. `archiving` and `reopening` without an attempt in flight mean: look first. */
export const Phase = Schema.Literals([
  "requested",
  "provisioning",
  "open",
  "archiving",
  "archived",
  "reopening",
  "lost"
])
export type Phase = typeof Phase.Type

/** One call, identified by its number. A result is matched by it and by nothing else. */
export const Attempt = Schema.Struct({
  /** Counts up per team; never used twice. */
  attempt: Schema.Int,
  step: Step,
  /** What was wanted when it was made; told to people, never compared. */
  generation: Schema.Int,
  startedAt: Timestamp,
  /** The phase before it, to return to when the platform refuses without effect. */
  from: Phase,
  giveUpAt: Timestamp,
  readFrom: Timestamp,
  /** The platform's own name for what the call started, opaque. */
  operation: Schema.optionalKey(Schema.String),
  /** When to ask about the operation next. */
  pollAt: Schema.optionalKey(Timestamp),
  /** When the team first read as this attempt asked, after its operation vanished or passed its deadline. */
  readAsAskedAt: Schema.optionalKey(Timestamp)
})
export type Attempt = typeof Attempt.Type

/**
 * An archive or unarchive that was closed without its end being known. It may still land, so for a day it explains a
 * difference in its direction; nobody's hand is suspected then.
 */
export const Orphan = Schema.Struct({
  attempt: Schema.Int,
  direction: Direction,
  closedAt: Timestamp,
  explainsUntil: Timestamp,
  /** Still running as far as we know: nothing else may be started before it ends or its limit passes. */
  operation: Schema.optionalKey(Schema.String),
  pollAt: Schema.optionalKey(Timestamp)
})
export type Orphan = typeof Orphan.Type
