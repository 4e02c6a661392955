import type { Entity, EntityCount } from "@incident-teams/domain/incident/Entity"
import { Option, Result, Schema } from "effect"
import { entityFacts } from "./entityFacts.ts"
import { lenient } from "./lenient.ts"

/** An item of the answer to POST …/entities. Kinds are open; the members of `properties` depend on them. */
const WireEntity = Schema.Struct({
  name: Schema.NonEmptyString,
  kind: Schema.NonEmptyString,
  properties: lenient(Schema.Record(Schema.String, Schema.Json))
})
type WireEntity = typeof WireEntity.Type

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

const shownName = ({ name, properties = {} }: WireEntity): string => {
  const shown = nameMembers
    .map((member) => properties[member])
    .find((value) => typeof value === "string" && value !== "")
  return typeof shown === "string" ? shown : name
}

/** The entity itself behind a reference, which is an ARM id or the entity's name. */
const nameIn = (reference: string): string => reference.slice(reference.lastIndexOf("/") + 1).toLowerCase()

/** For the entities of one answer: each refers to others of them. */
export const entityDecoder = (
  answer: ReadonlyArray<unknown>
): ((wire: unknown) => Result.Result<Entity, Schema.SchemaError>) => {
  const names = new Map(
    answer.flatMap((wire) =>
      Result.match(decode(wire), {
        onFailure: () => [],
        onSuccess: (entity) => [[nameIn(entity.name), shownName(entity)] as const]
      })
    )
  )
  const nameOf = (reference: string): string => names.get(nameIn(reference)) ?? reference
  return (wire) =>
    Result.map(decode(wire), (entity) => ({
      id: entity.name,
      kind: entity.kind,
      name: shownName(entity),
      facts: entityFacts(entity.kind, entity.properties ?? {}, nameOf)
    }))
}

const decodeCount = Schema.decodeUnknownOption(
  Schema.Struct({ entityKind: Schema.NonEmptyString, count: Schema.Natural })
)

/** The `metaData` of the same answer. */
export const entityCounts = (metaData: ReadonlyArray<unknown>): ReadonlyArray<EntityCount> =>
  metaData.flatMap((item) =>
    Option.match(decodeCount(item), {
      onNone: () => [],
      onSome: ({ entityKind, count }) => [{ kind: entityKind, count }]
    })
  )
