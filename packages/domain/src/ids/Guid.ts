import { type Option, Schema, SchemaTransformation } from "effect"

/**
 * A GUID in the one spelling we store and compare: lower case, dashed, no braces. Decoding accepts any case.
 * Entra takes both cases for the same object; two spellings of one person must never become two members.
 */
export const Guid = Schema.String.pipe(
  Schema.decodeTo(
    Schema.String.check(
      Schema.isPattern(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u, {
        expected: "a GUID such as 2046feea-040d-4a46-9e2b-91c2941bfa70"
      })
    ),
    SchemaTransformation.toLowerCase()
  )
)

const decode = Schema.decodeOption(Guid)

/** The GUID that a foreign text spells (any case, blanks around it), or none. */
export const guidOf = (text: string): Option.Option<string> => decode(text.trim())
