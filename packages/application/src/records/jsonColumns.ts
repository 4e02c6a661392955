import { Result } from "effect"
import { type RecordCodec, UnreadableRecord } from "./RecordCodec.ts"

/** A row of a relational database, by its columns. */
export type Row = Readonly<Record<string, unknown>>

/** A value as the columns `schema_version` and `json` hold it. */
export const toColumns = <A>(codec: RecordCodec<A>, value: A): readonly [schemaVersion: number, json: string] => {
  const { schemaVersion, json } = codec.encode(value)
  return [schemaVersion, JSON.stringify(json)]
}

/** The value in a row's columns `schema_version` and `json`; it belongs to `id`. */
export const fromColumns = <A>(codec: RecordCodec<A>, id: string, row: Row): Result.Result<A, UnreadableRecord> => {
  const schemaVersion = Number(row["schema_version"])
  return Result.try({
    try: (): unknown => JSON.parse(String(row["json"])),
    catch: (error) => new UnreadableRecord({ id, record: "text", schemaVersion, reason: String(error) })
  }).pipe(Result.flatMap((json) => codec.decode(id, { schemaVersion, json })))
}

/** As above, where the whole call is lost if it can't be read: dies of UnreadableRecord. */
export const readColumns = <A>(codec: RecordCodec<A>, id: string, row: Row): A =>
  Result.getOrThrow(fromColumns(codec, id, row))
