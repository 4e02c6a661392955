import { Schema } from "effect"

/**
 * The full id of an incident at its source, in the source's own spelling: unique among all sources, and never changed,
 * because the team's id is derived from it. In Microsoft Sentinel it is the `IncidentArmId`.
 *
 * Two ids that differ only in case are the same incident; compare with `canonicalIncidentId`.
 */
export const FullIncidentId = Schema.String.check(
  Schema.isPattern(/^[^\s\p{Cc}]{1,1024}$/u, { expected: "1 to 1,024 characters without spaces" })
).pipe(Schema.brand("FullIncidentId"))
export type FullIncidentId = typeof FullIncidentId.Type

/** The one spelling in which two ids of the same incident are equal. */
export const canonicalIncidentId = (id: FullIncidentId): string => id.toLowerCase()
