import { Schema } from "effect"

/** Who wrote a comment, a bookmark or a task, as far as Sentinel reports it (`ClientInfo`). */
export const Author = Schema.Struct({
  id: Schema.optionalKey(Schema.String),
  name: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String),
  userPrincipalName: Schema.optionalKey(Schema.String)
})
export type Author = typeof Author.Type
