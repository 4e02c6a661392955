import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import { Result, Schema } from "effect"
import { lenient, lenientTexts, textsOf } from "./lenient.ts"
import { authorOf, WireAuthor } from "./WireAuthor.ts"

/** A HuntingBookmark of the answer to POST …/bookmarks. */
const WireBookmark = Schema.Struct({
  name: Schema.NonEmptyString,
  properties: Schema.Struct({
    displayName: lenient(Schema.NonEmptyString),
    friendlyName: lenient(Schema.NonEmptyString),
    notes: lenient(Schema.NonEmptyString),
    labels: lenientTexts,
    query: lenient(Schema.NonEmptyString),
    eventTime: lenient(Timestamp),
    created: lenient(Timestamp),
    createdBy: lenient(WireAuthor),
    updated: lenient(Timestamp),
    updatedBy: lenient(WireAuthor)
  })
})

const decode = Schema.decodeUnknownResult(WireBookmark)

export const decodeBookmark = (wire: unknown): Result.Result<Bookmark, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, properties }) => {
    const { displayName, friendlyName, labels, createdBy, updatedBy, ...same } = properties
    return {
      ...same,
      id: name,
      name: displayName ?? friendlyName ?? name,
      labels: textsOf(labels),
      ...(createdBy === undefined ? {} : { createdBy: authorOf(createdBy) }),
      ...(updatedBy === undefined ? {} : { updatedBy: authorOf(updatedBy) })
    }
  })
