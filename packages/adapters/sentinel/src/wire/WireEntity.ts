import type { Entity } from "@incident-teams/domain/incident/Entity"
import { Result, Schema } from "effect"
import { lenient } from "./lenient.ts"

/** An item of the answer to POST …/entities. Kinds are open; the members of `properties` depend on them. */
const WireEntity = Schema.Struct({
  name: Schema.NonEmptyString,
  kind: Schema.NonEmptyString,
  properties: lenient(Schema.Record(Schema.String, Schema.Json))
})

const decode = Schema.decodeUnknownResult(WireEntity)

/** Where the common kinds keep what people call them, for entities that come without `friendlyName`. */
const nameMembers = [
  "friendlyName",
  "displayName",
  "accountName",
  "hostName",
  "address",
  "url",
  "fileName",
  "hashValue",
  "domainName",
  "mailboxPrimaryAddress",
  "malwareName",
  "processId",
  "appName",
  "resourceId",
  "subject"
]

export const decodeEntity = (wire: unknown): Result.Result<Entity, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, kind, properties = {} }) => {
    const shown = nameMembers
      .map((member) => properties[member])
      .find((value) => typeof value === "string" && value !== "")
    return { id: name, kind, name: typeof shown === "string" ? shown : name, properties }
  })
