import { Schema } from "effect"

/** What every problem says beside its type, title and status (RFC 9457). */
export const inWords = {
  detail: Schema.String.annotate({
    description: "What is wrong this time, in words.",
    examples: ["What is wrong this time, in words."]
  }),
  remedy: Schema.String.annotate({
    description: "What the reader can do about it.",
    examples: ["What you can do about it."]
  }),
  field: Schema.optionalKey(
    Schema.String.annotate({
      description: "The part of the request that is at fault: a body's field, a parameter or a header.",
      examples: ["name", "people.0", "If-Match"]
    })
  ),
  instance: Schema.optionalKey(
    Schema.String.annotate({
      format: "uri",
      description: "Names this occurrence: the request's id as a URN, for whoever reads the server's log.",
      examples: ["urn:uuid:0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"]
    })
  )
}

/** One thing that is wrong with a parameter or body. */
export const FieldError = Schema.Struct({
  field: Schema.String.annotate({ description: "Dotted path; empty for the whole.", examples: ["people.0"] }),
  problem: Schema.String.annotate({ examples: ["Expected a GUID such as 2046feea-040d-4a46-9e2b-91c2941bfa70."] })
})
export type FieldError = typeof FieldError.Type

/** Everything that is wrong at once, the first of it also in `field`. */
export const errors = Schema.NonEmptyArray(FieldError)

export const retryAfter = Schema.Int.annotate({
  description: "Seconds to wait before asking again; also in the Retry-After header."
})
