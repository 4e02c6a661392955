import { Option, Schema } from "effect"

interface WireError {
  readonly code?: string | null
  readonly message?: string | null
  readonly innerError?: WireError | null
  readonly innererror?: WireError | null
  readonly details?: ReadonlyArray<WireDetail> | null
}

interface WireDetail {
  readonly code?: string | null
  readonly target?: string | null
  readonly suggestedPropertyValue?: string | null
}

const text = Schema.optionalKey(Schema.NullOr(Schema.String))

/** The envelope of Graph's errors. Inner errors nest, and their property is spelled in two ways. */
const WireError: Schema.Codec<WireError> = Schema.Struct({
  code: text,
  message: text,
  innerError: Schema.optionalKey(Schema.NullOr(Schema.suspend((): Schema.Codec<WireError> => WireError))),
  innererror: Schema.optionalKey(Schema.NullOr(Schema.suspend((): Schema.Codec<WireError> => WireError))),
  details: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Schema.Struct({ code: text, target: text, suggestedPropertyValue: text })))
  )
})

const decode = Schema.decodeUnknownOption(Schema.Struct({ error: WireError }))

/** Every code in an error, outermost first: the inner ones are the more specific. Empty for a body that isn't one. */
export const errorCodes = (body: unknown): ReadonlyArray<string> =>
  Option.match(decode(body), { onNone: () => [], onSome: ({ error }) => codesOf(error) })

/** What an error says of one property. */
export interface ErrorDetail {
  readonly code: string
  /** The property, such as `mailNickname`. */
  readonly target: string
  /** A value that would be accepted, where the service names one (msgraph-sdk-dotnet#1153). */
  readonly suggested?: string
}

/** The outermost error's details, as far as they name a code and a property; the property in its message without any. */
export const errorDetails = (body: unknown): ReadonlyArray<ErrorDetail> =>
  Option.match(decode(body), {
    onNone: () => [],
    onSome: ({ error }) => {
      const details = (error.details ?? []).flatMap(({ code, target, suggestedPropertyValue }) =>
        typeof code === "string" && typeof target === "string"
          ? [{ code, target, ...(suggestedPropertyValue ? { suggested: suggestedPropertyValue } : {}) }]
          : []
      )
      // "Invalid value specified for property 'visibility' of resource 'Group'."
      const named = /\bproperty '(?<property>\w+)'/iu.exec(error.message ?? "")?.groups?.["property"]
      return details.length > 0 || named === undefined ? details : [{ code: error.code ?? "", target: named }]
    }
  })

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
