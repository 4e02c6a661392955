import { defined } from "@incident-teams/domain/defined"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import { Result, Schema } from "effect"
import { lenient } from "./lenient.ts"
import { authorOf, WireAuthor } from "./WireAuthor.ts"

const WireTask = Schema.Struct({
  name: Schema.NonEmptyString,
  properties: Schema.Struct({
    title: Schema.String,
    status: Schema.String,
    description: lenient(Schema.NonEmptyString),
    createdTimeUtc: lenient(Timestamp),
    createdBy: lenient(WireAuthor),
    lastModifiedTimeUtc: lenient(Timestamp),
    lastModifiedBy: lenient(WireAuthor)
  })
})

const decode = Schema.decodeUnknownResult(WireTask)

export const decodeTask = (wire: unknown): Result.Result<IncidentTask, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, properties }) => {
    const { title, status, description, createdTimeUtc, createdBy, lastModifiedTimeUtc, lastModifiedBy } = properties
    return {
      id: name,
      title,
      status,
      ...defined({ description, created: createdTimeUtc }),
      ...(createdBy === undefined ? {} : { createdBy: authorOf(createdBy) }),
      ...defined({ lastModified: lastModifiedTimeUtc }),
      ...(lastModifiedBy === undefined ? {} : { lastModifiedBy: authorOf(lastModifiedBy) })
    }
  })
