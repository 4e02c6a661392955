import { Schema, SchemaTransformation } from "effect"

/** A whole number in a query: plain digits on the wire, so `1e2` and ` 7` are rejected. */
export const wholeNumber = (minimum: number, maximum: number, description: string) =>
  Schema.String.check(Schema.isPattern(/^[0-9]{1,9}$/u, { expected: "a whole number" }))
    .annotate({ description, examples: [String(minimum)] })
    .pipe(
      Schema.decodeTo(
        Schema.Int.check(
          Schema.isBetween({ minimum, maximum }, { expected: `a whole number from ${minimum} to ${maximum}` })
        ),
        SchemaTransformation.transform({ decode: Number, encode: String })
      )
    )
