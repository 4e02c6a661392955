import { Schema } from "effect"
import { lenient } from "./lenient.ts"

/** One page of any ARM list. Its items are decoded one by one. */
export const WireList = Schema.Struct({
  value: Schema.Array(Schema.Unknown),
  nextLink: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/** The answer to POST …/entities. */
export const WireEntities = Schema.Struct({
  entities: Schema.Array(Schema.Unknown),
  metaData: lenient(Schema.Array(Schema.Unknown))
})
