import { Schema, SchemaTransformation } from "effect"

/** A Boolean in a query: `true` or `false` on the wire, which is the documented side. */
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
