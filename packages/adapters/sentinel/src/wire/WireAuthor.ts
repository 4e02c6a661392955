import { defined } from "@incident-teams/domain/defined"
import type { Author } from "@incident-teams/domain/incident/Author"
import { Schema } from "effect"
import { lenient } from "./lenient.ts"

/** A `ClientInfo` or a bookmark's `UserInfo`. */
export const WireAuthor = Schema.Struct({
  objectId: lenient(Schema.NonEmptyString),
  name: lenient(Schema.NonEmptyString),
  email: lenient(Schema.NonEmptyString),
  userPrincipalName: lenient(Schema.NonEmptyString)
})

export const authorOf = ({ objectId: id, ...same }: typeof WireAuthor.Type): Author => ({
  ...same,
  ...defined({ id })
})
