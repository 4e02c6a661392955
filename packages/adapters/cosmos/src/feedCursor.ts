import { deflateRawSync, inflateRawSync } from "node:zlib"
import { Option, Result, Schema } from "effect"

/** The SDK's continuation: whose feed it is, and a place in that of each range of partition keys. */
const Place = Schema.fromJsonString(
  Schema.Struct({
    rid: Schema.String,
    Continuation: Schema.NonEmptyArray(
      Schema.Struct({
        minInclusive: Schema.String.check(Schema.isPattern(/^[0-9A-F]{0,64}$/u)),
        maxExclusive: Schema.String.check(Schema.isPattern(/^[0-9A-F]{0,64}$/u)),
        continuationToken: Schema.String.check(Schema.isPattern(/^"[\w.-]{1,64}"$/u))
      })
    )
  })
)
const decodePlace = Schema.decodeUnknownOption(Place)

/** Some 150 physical partitions, which hold 7 TB. */
const longestPlace = 16_384
const cursorShape = /^[\w-]{1,8192}$/u

/** A cursor is a header's value and part of an address, and a place says the same words for each range. */
export const cursorOf = (place: string): string => deflateRawSync(place).toString("base64url")

const inflated = (cursor: string): Option.Option<string> =>
  Result.getSuccess(
    Result.try(() => inflateRawSync(Buffer.from(cursor, "base64url"), { maxOutputLength: longestPlace }).toString())
  )

/** What a cursor stands for in the container of this resource id. None for one that wasn't made there: it may be anything. */
export const placeOf = (cursor: string, resourceId: string): Option.Option<string> =>
  (cursorShape.test(cursor) ? inflated(cursor) : Option.none()).pipe(
    Option.filter((place) => Option.exists(decodePlace(place), ({ rid }) => rid === resourceId))
  )
