import { Schema } from "effect"

/** The value after a journey through its codec and JSON text, as a store or the wire would take it. */
export const throughJson = <S extends Schema.ConstraintCodec<unknown, unknown>>(
  schema: S,
  value: S["Type"]
): S["Type"] => Schema.decodeUnknownSync(schema)(JSON.parse(JSON.stringify(Schema.encodeUnknownSync(schema)(value))))
