import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"

/** The state of an incident that was read, in Sentinel's own terms. */
export const IncidentVersion = Schema.Struct({
  /** As Sentinel sent it, its own double quotes included. */
  etag: Schema.String,
  /** `lastModifiedTimeUtc`: Sentinel's clock, never compared with ours. */
  lastModified: Timestamp
})
export type IncidentVersion = typeof IncidentVersion.Type

/**
 * What a later read is to an earlier one.
 *
 * - `older`: a stale replica or a late answer; ignore it.
 * - `same`: nothing new.
 * - `newer`: take it.
 * - `newerAskAgain`: equally old but another state, so the order of the two is unknown; take it and read once more.
 */
export type Supersession = "older" | "same" | "newer" | "newerAskAgain"

export const supersedes = (seen: IncidentVersion, next: IncidentVersion): Supersession => {
  if (next.lastModified < seen.lastModified) return "older"
  if (next.lastModified > seen.lastModified) return "newer"
  return next.etag === seen.etag ? "same" : "newerAskAgain"
}
