import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"
import { Direction, Write } from "./Step.ts"

/** The phases of a team. `archiving` and `reopening` without an attempt in flight mean: check the team first. */
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

/** One write, identified by its number. A result is matched by it and by nothing else. */
export const Attempt = Schema.Struct({
  /** Counts up per team; never used twice. */
  attempt: Schema.Int,
  step: Write,
  /** The generation of the desired state when it began; shown to people, never compared. */
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
 * An orphaned operation: an archive or unarchive that was closed before its end was known. It may still take effect, so
 * for a day it explains a difference in its direction, and no manual change is suspected.
 */
export const Orphan = Schema.Struct({
  attempt: Schema.Int,
  direction: Direction,
  closedAt: Timestamp,
  explainsUntil: Timestamp,
  /** Present while it may still run: nothing else is started before it ends or its limit passes. */
  operation: Schema.optionalKey(Schema.String),
  pollAt: Schema.optionalKey(Timestamp)
})
export type Orphan = typeof Orphan.Type
