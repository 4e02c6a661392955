import { Schema } from "effect"

/** The statuses that Sentinel documents; New and Active are open. */
export const KnownIncidentStatus = Schema.Literals(["New", "Active", "Closed"])
export type KnownIncidentStatus = typeof KnownIncidentStatus.Type

/** As read. Sentinel's enums are extensible: a value that is new to us is kept and shown as it came. */
export const IncidentStatus = Schema.Union([KnownIncidentStatus, Schema.StringForLiteralAutocomplete])
export type IncidentStatus = typeof IncidentStatus.Type

/** A status that we don't know counts as open: archiving a team on a guess is worse than waiting. */
export const isClosed = (status: IncidentStatus): boolean => status === "Closed"
