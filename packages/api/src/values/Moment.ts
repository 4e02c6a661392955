import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Schema } from "effect"

/** A moment in UTC: ISO 8601 on the wire, milliseconds since 1970 when decoded. */
export const Moment = Schema.String.annotate({ format: "date-time", examples: ["2026-03-31T12:00:00.000Z"] }).pipe(
  Schema.decodeTo(Timestamp)
)
