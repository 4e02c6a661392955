import { Result, Schema } from "effect"

/** A value as every store keeps it: JSON, and the version of the schema that it was written by. */
export interface StoredRecord {
  /** From 1. */
  readonly schemaVersion: number
  readonly json: Schema.Json
}

/**
 * What is stored can't be read by this program: written by a newer one, or damaged. A store's call for it dies of
 * it, naming whose it is; a call for many leaves it out. Nothing is overwritten by guessing.
 */
export class UnreadableRecord extends Schema.TaggedError<UnreadableRecord>()("UnreadableRecord", {
  /** What it was to be: a team's state, an event ... */
  record: Schema.String,
  /** Whose: the id of a team or a person. */
  id: Schema.String,
  schemaVersion: Schema.Finite,
  reason: Schema.String
}) {
  override get message(): string {
    return `The stored ${this.record} of ${this.id} (schema version ${this.schemaVersion}) can't be read: ${this.reason}`
  }
}

/** Turns what version n wrote into what version n + 1 would have written. Total: it was valid when it was written. */
export type Upcaster = (json: unknown) => unknown

export interface RecordCodec<A> {
  /** By which `encode` writes; the newest that `decode` reads. */
  readonly schemaVersion: number
  /** Throws on a value that its own type forbids: a bug. */
  readonly encode: (value: A) => StoredRecord
  readonly decode: (
    id: string,
    stored: { readonly schemaVersion: number; readonly json: unknown }
  ) => Result.Result<A, UnreadableRecord>
}

/**
 * `upcasters[n - 1]` leads from version n to n + 1, so there is one for each older version and `upcasters.length + 1` is
 * the current one. Anyone who changes a stored schema so that old JSON no longer fits adds one here, and never edits one.
 */
export const recordCodec = <S extends Schema.ConstraintCodec<unknown, unknown>>(
  record: string,
  schema: S,
  upcasters: ReadonlyArray<Upcaster>
): RecordCodec<S["Type"]> => {
  const schemaVersion = upcasters.length + 1
  const codec = Schema.toCodecJson(schema)
  const encode = Schema.encodeSync(codec)
  const decode = Schema.decodeUnknownResult(codec)
  return {
    schemaVersion,
    encode: (value) => ({ schemaVersion, json: encode(value) }),
    decode: (id, stored) => {
      const unreadable = (reason: string) =>
        new UnreadableRecord({ id, record, schemaVersion: stored.schemaVersion, reason })
      if (!Number.isInteger(stored.schemaVersion) || stored.schemaVersion < 1) {
        return Result.fail(unreadable("no program ever wrote this version. Restore the data from a backup."))
      }
      if (stored.schemaVersion > schemaVersion) {
        return Result.fail(
          unreadable(
            `a newer program wrote it, and this one reads up to version ${schemaVersion}. Update this program.`
          )
        )
      }
      return Result.try({
        try: () => upcasters.slice(stored.schemaVersion - 1).reduce((json, upcast) => upcast(json), stored.json),
        catch: (error) => unreadable(String(error))
      }).pipe(Result.flatMap((current) => Result.mapError(decode(current), (error) => unreadable(error.message))))
    }
  }
}
