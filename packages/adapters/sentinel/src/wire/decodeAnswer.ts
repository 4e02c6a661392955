import { Effect, Result, Schema } from "effect"
import { ArmUnreachable } from "../arm/ArmFailure.ts"
import { describeSchemaError } from "./describeSchemaError.ts"

/** An answer that isn't as documented, as a failure that says where. */
export const notUnderstood = (error: Schema.SchemaError): ArmUnreachable =>
  new ArmUnreachable({
    reason: `Azure's answer is invalid: ${describeSchemaError(error)}.`,
    connection: false,
    cause: error
  })

export const decodeAnswer = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
  answer: unknown
): Effect.Effect<S["Type"], ArmUnreachable> =>
  Effect.fromResult(Result.mapError(Schema.decodeUnknownResult(schema)(answer), notUnderstood))

/**
 * The items of a list that can be understood. One that can't is left out and logged: one odd incident must not hide
 * all the others, nor keep their teams from following them.
 */
export const decodeItems = <A>(
  what: string,
  items: ReadonlyArray<unknown>,
  decode: (item: unknown) => Result.Result<A, Schema.SchemaError>
): Effect.Effect<ReadonlyArray<A>> =>
  Effect.map(
    Effect.forEach(items, (item, index) =>
      Result.match(decode(item), {
        onSuccess: (decoded) => Effect.succeed([decoded]),
        onFailure: (error) =>
          Effect.as(Effect.logWarning(`Skipped item ${index} in a list of ${what}: ${describeSchemaError(error)}.`), [])
      })
    ),
    (decoded) => decoded.flat()
  )
