import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Schema } from "effect"

/**
 * A moment in UTC: ISO 8601 on the wire, milliseconds since 1970 when decoded. The encoded side is documented: `description`
 * says which moment it is.
 */
export const moment = (description: string) =>
  Schema.String.annotate({ format: "date-time", description, examples: ["2026-03-31T12:00:00.000Z"] }).pipe(
    Schema.decodeTo(Timestamp)
  )
