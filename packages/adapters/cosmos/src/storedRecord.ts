import { type RecordCodec, UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { Result, Schema } from "effect"

/** A record as it stands in an item. */
export const Recorded = Schema.Struct({ schemaVersion: Schema.Finite, json: Schema.Json })

/** A value as it stands in an item. */
export const recorded = <A>(codec: RecordCodec<A>, value: A) => ({ ...codec.encode(value) })

/** An item as it is to be, or a death of UnreadableRecord; it belongs to `id`. */
export const itemAs = <S extends Schema.ConstraintDecoder<unknown>>(
  record: string,
  schema: S,
  id: string,
  item: unknown
): S["Type"] =>
  Result.getOrThrow(
    Result.mapError(
      Schema.decodeUnknownResult(schema)(item),
      ({ message }) => new UnreadableRecord({ record, id, schemaVersion: 0, reason: message })
    )
  )

/** The value of a record; dies of UnreadableRecord. */
export const valueOf = <A>(codec: RecordCodec<A>, id: string, record: typeof Recorded.Type): A =>
  Result.getOrThrow(codec.decode(id, record))
