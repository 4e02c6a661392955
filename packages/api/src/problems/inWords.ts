import { Schema } from "effect"

/** The members of every problem besides type, title and status (RFC 9457). */
export const inWords = {
  detail: Schema.String.annotate({
    description: "What is wrong with this request.",
    examples: ["What is wrong with this request."]
  }),
  remedy: Schema.String.annotate({
    description: "What the caller can do about it.",
    examples: ["What you can do about it."]
  }),
  field: Schema.optionalKey(
    Schema.String.annotate({
      description: "The invalid part of the request: a field of the body, a parameter or a header.",
      examples: ["name", "people.0", "If-Match"]
    })
  ),
  instance: Schema.optionalKey(
    Schema.String.annotate({
      format: "uri",
      description: "Identifies this occurrence: the request's ID as a URN, as in the server's log.",
      examples: ["urn:uuid:0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"]
    })
  )
}

/** One validation error of a parameter or body. */
export const FieldError = Schema.Struct({
  field: Schema.String.annotate({
    description: "The dotted path of the field. Empty for the whole body.",
    examples: ["people.0"]
  }),
  problem: Schema.String.annotate({ examples: ["Expected a GUID such as 2046feea-040d-4a46-9e2b-91c2941bfa70."] })
})
export type FieldError = typeof FieldError.Type

/** All validation errors. The first one is also in `field`. */
export const errors = Schema.NonEmptyArray(FieldError)

export const retryAfter = Schema.Int.annotate({
  description: "Seconds to wait before the next request, as in the Retry-After header."
})
