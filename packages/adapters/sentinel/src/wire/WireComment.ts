import { defined } from "@incident-teams/domain/defined"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import { Result, Schema } from "effect"
import { lenient } from "./lenient.ts"
import { authorOf, WireAuthor } from "./WireAuthor.ts"

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

export const decodeComment = (wire: unknown): Result.Result<IncidentComment, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, properties }) => {
    const { message, createdTimeUtc: created, lastModifiedTimeUtc: lastModified, author } = properties
    return {
      id: name,
      message,
      ...(author === undefined ? {} : { author: authorOf(author) }),
      ...defined({ created, lastModified })
    }
  })
