import { type Schema, SchemaIssue } from "effect"
import { shortened } from "../arm/ArmFailure.ts"

const format = SchemaIssue.makeFormatterStandardSchemaV1({
  // Never the value itself: it may be an attacker's, and it may be long.
  leafHook: (issue) => (issue._tag === "MissingKey" ? "is missing" : "isn't what is documented"),
  checkHook: () => "isn't what is documented"
})

/** Where an answer isn't as documented: at most three places, such as `properties.title is missing`. */
export const describeSchemaError = (error: Schema.SchemaError): string =>
  format(error.issue)
    .issues.slice(0, 3)
    .map(({ path = [], message }) => {
      const place = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".")
      return `${place === "" ? "the answer" : shortened(place, 80)} ${message}`
    })
    .join("; ")
