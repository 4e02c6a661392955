import { Schema, SchemaTransformation } from "effect"

interface Bounds {
  readonly minimum: number
  readonly maximum: number
  readonly default?: number
}

/**
 * A whole number in a query or a header: plain digits on the wire, so `1e2` and ` 7` are rejected. The document shows the
 * number with its bounds.
 */
export const wholeNumber = ({ minimum, maximum, ...more }: Bounds, description: string) => {
  const expected = `a whole number from ${minimum.toLocaleString("en-US")} to ${maximum.toLocaleString("en-US")}`
  return Schema.String.check(
    Schema.isPattern(/^[0-9]{1,9}$/u, {
      expected,
      toJsonSchema: () => ({ type: "integer", minimum, maximum, ...more })
    })
  )
    .annotate({ description })
    .pipe(
      Schema.decodeTo(
        Schema.Int.check(Schema.isBetween({ minimum, maximum }, { expected })),
        SchemaTransformation.transform({ decode: Number, encode: String })
      )
    )
}

/** A Boolean in a query: `true` or `false` on the wire. */
export const trueOrFalse = (description: string) =>
  Schema.String.check(
    Schema.isPattern(/^(?:true|false)$/u, { expected: "true or false", toJsonSchema: () => ({ type: "boolean" }) })
  )
    .annotate({ description })
    .pipe(
      Schema.decodeTo(
        Schema.Boolean,
        SchemaTransformation.transform({ decode: (text) => text === "true", encode: String })
      )
    )
