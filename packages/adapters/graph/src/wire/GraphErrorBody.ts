import { Option, Schema } from "effect"

interface WireError {
  readonly code?: string | null
  readonly message?: string | null
  readonly innerError?: WireError | null
  readonly innererror?: WireError | null
  readonly details?: ReadonlyArray<{ readonly code?: string | null }> | null
}

/** The envelope of Graph's errors. Inner errors nest, and their property is spelled in two ways. */
const WireError: Schema.Codec<WireError> = Schema.Struct({
  code: Schema.optionalKey(Schema.NullOr(Schema.String)),
  message: Schema.optionalKey(Schema.NullOr(Schema.String)),
  innerError: Schema.optionalKey(Schema.NullOr(Schema.suspend((): Schema.Codec<WireError> => WireError))),
  innererror: Schema.optionalKey(Schema.NullOr(Schema.suspend((): Schema.Codec<WireError> => WireError))),
  details: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Schema.Struct({ code: Schema.optionalKey(Schema.NullOr(Schema.String)) })))
  )
})

const decode = Schema.decodeUnknownOption(Schema.Struct({ error: WireError }))

/** Every code in an error, outermost first: the inner ones are the more specific. Empty for a body that isn't one. */
export const errorCodes = (body: unknown): ReadonlyArray<string> =>
  Option.match(decode(body), { onNone: () => [], onSome: ({ error }) => codesOf(error) })

/** The outermost message: for telling cases apart that share a code, never for people. Empty where there is none. */
export const errorMessage = (body: unknown): string =>
  Option.match(decode(body), { onNone: () => "", onSome: ({ error }) => error.message ?? "" })

const codesOf = (error: WireError): ReadonlyArray<string> => {
  const inner = error.innerError ?? error.innererror
  return [
    ...(typeof error.code === "string" ? [error.code] : []),
    ...(error.details ?? []).flatMap(({ code }) => (typeof code === "string" ? [code] : [])),
    ...(inner === null || inner === undefined ? [] : codesOf(inner))
  ]
}
