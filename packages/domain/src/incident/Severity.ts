import { Schema } from "effect"

/** The severities that Sentinel documents, most severe first. */
export const KnownSeverity = Schema.Literals(["High", "Medium", "Low", "Informational"])
export type KnownSeverity = typeof KnownSeverity.Type

/** As read. Sentinel's enums are extensible: a value that is new to us is kept and shown as it came. */
export const Severity = Schema.Union([KnownSeverity, Schema.StringForLiteralAutocomplete])
export type Severity = typeof Severity.Type
