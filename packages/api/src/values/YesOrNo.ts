import { Schema, SchemaTransformation } from "effect"

/** Yes or no in a query: `true` or `false` on the wire, which is the side that is documented. */
export const yesOrNo = (description: string) =>
  Schema.Literals(["true", "false"])
    .annotate({ description })
    .pipe(
      Schema.decodeTo(
        Schema.Boolean,
        SchemaTransformation.transform({
          decode: (text) => text === "true",
          encode: (yes): "true" | "false" => (yes ? "true" : "false")
        })
      )
    )
