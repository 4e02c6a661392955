import type { PartitionKeyValue, PartitionKeyDefinition } from "../../platform/CosmosState.ts"
import { isJsonArray, isJsonObject, type Json, type JsonObject, parseJson } from "../../platform/json.ts"
import { badRequest } from "../CosmosFailure.ts"

/** Reads a container's definition; throws 400 unless the paths are well formed. */
export const readPartitionKeyDefinition = (given: Json | undefined): PartitionKeyDefinition => {
  if (!isJsonObject(given)) throw badRequest("The partition key definition is missing.")
  const { paths, kind, version } = given
  if (
    !isJsonArray(paths) ||
    !paths.every((path): path is string => typeof path === "string" && path.length > 1 && path.startsWith("/"))
  ) {
    throw badRequest(`The partition key component definition path '${JSON.stringify(paths)}' could not be accepted.`)
  }
  const resolvedKind = kind ?? (paths.length > 1 ? "MultiHash" : "Hash")
  if (resolvedKind !== "Hash" && resolvedKind !== "MultiHash")
    throw badRequest(`Partition key kind '${JSON.stringify(kind)}' is not supported.`)
  if (resolvedKind === "Hash" ? paths.length !== 1 : paths.length < 1 || paths.length > 3) {
    throw badRequest("Too many partition key paths specified.")
  }
  if (version !== undefined && version !== 2)
    throw badRequest("The simulator hashes by version 2 of the partition key only.")
  return { paths, kind: resolvedKind, version: 2 }
}

const segmentsOf = (path: string): ReadonlyArray<string> =>
  path
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll('"', ""))

/** Returns an item's value at a partition key's path; `{}` where it has none. */
const valueAt = (document: JsonObject, path: string): PartitionKeyValue => {
  let value: Json | undefined = document
  for (const segment of segmentsOf(path)) value = isJsonObject(value) ? value[segment] : undefined
  if (value === undefined || typeof value === "object") return value === null ? null : {}
  return value
}

export const partitionKeyOf = (
  document: JsonObject,
  definition: PartitionKeyDefinition
): ReadonlyArray<PartitionKeyValue> => definition.paths.map((path) => valueAt(document, path))

/** A partition key as text, under which its items are kept. */
export const partitionText = (values: ReadonlyArray<PartitionKeyValue>): string => JSON.stringify(values)

export const isPartitionKeyValue = (value: Json | undefined): value is PartitionKeyValue =>
  value === null ||
  ["boolean", "number", "string"].includes(typeof value) ||
  (isJsonObject(value) && Object.keys(value).length === 0)

/** The header `x-ms-documentdb-partitionkey`: a JSON array with one value for each path, or fewer for a prefix. */
export const readPartitionKey = (
  header: string,
  definition: PartitionKeyDefinition
): ReadonlyArray<PartitionKeyValue> => {
  const values = parseJson(header)
  if (!isJsonArray(values) || !values.every(isPartitionKeyValue) || values.length > definition.paths.length) {
    throw badRequest(`Partition key ${header} is invalid.`)
  }
  return values
}
