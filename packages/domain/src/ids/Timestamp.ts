import { DateTime, Schema, SchemaTransformation } from "effect"

/**
 * A moment in UTC: whole milliseconds since 1970-01-01T00:00Z in memory, ISO 8601 (`2026-03-31T12:00:00.000Z`) on the
 * wire. A number, because the lifecycle compares and adds times in every transition.
 *
 * Millisecond precision: Sentinel's seventh decimal is cut off. Two changes within one millisecond therefore look
 * equally old, which is why observations also compare etags.
 */
export const Timestamp = Schema.DateTimeUtcFromString.pipe(
  Schema.decodeTo(
    Schema.Int.pipe(Schema.brand("Timestamp")),
    SchemaTransformation.transform({
      decode: (moment) => DateTime.toEpochMillis(moment),
      encode: (millis) => DateTime.makeUnsafe(millis)
    })
  )
)
export type Timestamp = typeof Timestamp.Type

/** The moment `millis` milliseconds since the epoch. */
export const timestampOf = (millis: number): Timestamp => Timestamp.make(Math.trunc(millis))

/** `at` moved by `millis` milliseconds (negative: into the past). */
export const plus = (at: Timestamp, millis: number): Timestamp => timestampOf(at + millis)
