import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Author } from "@incident-teams/domain/incident/Author"
import type { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import { Result, Schema } from "effect"
import { lenient } from "./lenient.ts"

const WireAuthor = Schema.Struct({
  objectId: lenient(Schema.NonEmptyString),
  name: lenient(Schema.NonEmptyString),
  email: lenient(Schema.NonEmptyString),
  userPrincipalName: lenient(Schema.NonEmptyString)
})

const WireComment = Schema.Struct({
  name: Schema.NonEmptyString,
  properties: Schema.Struct({
    message: Schema.String,
    createdTimeUtc: lenient(Timestamp),
    lastModifiedTimeUtc: lenient(Timestamp),
    author: lenient(WireAuthor)
  })
})

const decode = Schema.decodeUnknownResult(WireComment)

const authorOf = ({ objectId: id, ...same }: typeof WireAuthor.Type): Author => ({
  ...same,
  ...(id === undefined ? {} : { id })
})

export const decodeComment = (wire: unknown): Result.Result<IncidentComment, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, properties }) => {
    const { message, createdTimeUtc: created, lastModifiedTimeUtc: lastModified, author } = properties
    return {
      id: name,
      message,
      ...(author === undefined ? {} : { author: authorOf(author) }),
      ...(created === undefined ? {} : { created }),
      ...(lastModified === undefined ? {} : { lastModified })
    }
  })
