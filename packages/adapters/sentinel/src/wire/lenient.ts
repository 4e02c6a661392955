import { Effect, Option, Schema } from "effect"

/**
 * A member that we can do without: absent, null or of another type than documented, it is simply not there. One odd
 * value in what an incident carries along must not hide the incident.
 */
export const lenient = <S extends Schema.Constraint>(schema: S) =>
  Schema.catchDecoding<Schema.optionalKey<S>>(() => Effect.succeed(Option.none()))(Schema.optionalKey(schema))

/** A list that we can do without; items that aren't texts are left out. */
export const lenientTexts = lenient(Schema.Array(Schema.Unknown))

export const textsOf = (items: ReadonlyArray<unknown> | undefined): ReadonlyArray<string> =>
  (items ?? []).filter((item): item is string => typeof item === "string")
