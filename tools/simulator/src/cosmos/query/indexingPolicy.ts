import type { CompositePath, IndexingPolicy } from "../../platform/CosmosState.ts"
import { isJsonObject, type Json, type JsonObject } from "../../platform/json.ts"
import { badRequest } from "../CosmosFailure.ts"

/** Default policy of a container: every property, except the etag. */
const defaultIndexingPolicy: IndexingPolicy = {
  indexingMode: "consistent",
  automatic: true,
  includedPaths: [{ path: "/*" }],
  excludedPaths: [{ path: '/"_etag"/?' }],
  compositeIndexes: []
}

/** `/a/b/?` a value, `/a/[]/b/?` in each element, `/a/*` everything below; the root is `/*`. */
const isPath = (path: string): boolean => /^\/(?:(?:[^/]+\/)*[?*])$/.test(path)

const pathsOf = (policy: JsonObject, name: "includedPaths" | "excludedPaths") => {
  const given = policy[name] ?? []
  if (!Array.isArray(given)) throw badRequest(`The indexing policy's ${name} must be an array.`)
  return given.map((entry: Json) => {
    const path = isJsonObject(entry) ? entry["path"] : undefined
    if (!isJsonObject(entry) || typeof path !== "string" || !isPath(path)) {
      throw badRequest(
        `The indexing path '${typeof path === "string" ? path : JSON.stringify(entry)}' could not be accepted, failed near position '0'. Please ensure that the path is a valid path. Common errors include invalid characters or absence of quotes around labels.`
      )
    }
    return { ...entry, path }
  })
}

const compositesOf = (policy: JsonObject): ReadonlyArray<ReadonlyArray<CompositePath>> => {
  const given = policy["compositeIndexes"] ?? []
  if (!Array.isArray(given)) throw badRequest("The indexing policy's compositeIndexes must be an array.")
  return given.map((index: Json) => {
    if (!Array.isArray(index) || index.length < 2) throw badRequest("A composite index must have at least two paths.")
    return index.map((entry: Json) => {
      const { path, order = "ascending" } = isJsonObject(entry) ? entry : {}
      // Not `/?` or `/*` here: a composite index is over values by definition.
      if (typeof path !== "string" || !path.startsWith("/") || /[?*]$/.test(path)) {
        throw badRequest(`The composite index path '${JSON.stringify(path)}' could not be accepted.`)
      }
      if (order !== "ascending" && order !== "descending")
        throw badRequest(`There is no order '${JSON.stringify(order)}'.`)
      return { path, order }
    })
  })
}

/** Reads a container's policy and adds what it omits; throws 400 for one that the service doesn't accept. */
export const readIndexingPolicy = (given: Json | undefined): IndexingPolicy => {
  if (given === undefined) return defaultIndexingPolicy
  if (!isJsonObject(given)) throw badRequest("The indexing policy must be an object.")
  const mode = typeof given["indexingMode"] === "string" ? given["indexingMode"].toLowerCase() : "consistent"
  if (mode !== "consistent" && mode !== "none") throw badRequest(`The indexing mode '${mode}' is not supported.`)
  const automatic = given["automatic"] ?? mode === "consistent"
  if (typeof automatic !== "boolean") throw badRequest("The indexing policy's automatic must be true or false.")
  const includedPaths = pathsOf(given, "includedPaths")
  const excludedPaths = pathsOf(given, "excludedPaths")
  if (mode === "none") {
    if (automatic || includedPaths.length > 0) {
      throw badRequest("If automatic is set to true or paths are included, the indexing mode can't be none.")
    }
    return { ...given, indexingMode: mode, automatic, includedPaths, excludedPaths, compositeIndexes: [] }
  }
  const named = [...includedPaths, ...excludedPaths].map(({ path }) => path)
  if (named.length === 0) return { ...defaultIndexingPolicy, compositeIndexes: compositesOf(given) }
  if (!named.includes("/*")) {
    throw badRequest(
      'The special mandatory indexing path "\\/" is not provided in any of the path type sets. Please provide this path in one of the sets.'
    )
  }
  if (new Set(named).size < named.length) throw badRequest("An indexing path is given more than once.")
  // The service always leaves the etag out.
  const excluded = named.includes('/"_etag"/?') ? excludedPaths : [...excludedPaths, { path: '/"_etag"/?' }]
  return {
    ...given,
    indexingMode: mode,
    automatic,
    includedPaths,
    excludedPaths: excluded,
    compositeIndexes: compositesOf(given)
  }
}

const patternOf = (path: string): { readonly segments: ReadonlyArray<string>; readonly isSubtree: boolean } => ({
  segments: path
    .split("/")
    .slice(1, -1)
    .map((segment) => segment.replaceAll('"', "")),
  isSubtree: path.endsWith("*")
})

/** How precisely an indexing path matches a property; undefined: no match. */
const closeness = (path: string, property: ReadonlyArray<string>): number | undefined => {
  const { segments, isSubtree } = patternOf(path)
  const fits = segments.every((segment, index) => segment === property[index])
  if (!fits || (isSubtree ? property.length < segments.length : property.length !== segments.length)) return undefined
  return segments.length * 2 + (isSubtree ? 0 : 1)
}

const best = (paths: ReadonlyArray<{ readonly path: string }>, property: ReadonlyArray<string>): number =>
  Math.max(-1, ...paths.map(({ path }) => closeness(path, property) ?? -1))

/** True when a property is in the index: the more precise path decides. Array elements are the segment `[]`. */
export const isIndexed = (policy: IndexingPolicy, property: ReadonlyArray<string>): boolean =>
  policy.indexingMode === "consistent" &&
  // Served from the system's own index in every container.
  (["id", "_ts", "_rid"].includes(property.join("/")) ||
    best(policy.includedPaths, property) > best(policy.excludedPaths, property))

/** True when a composite index has exactly these paths in this order, or in the opposite order throughout. */
export const hasCompositeIndex = (
  policy: IndexingPolicy,
  requested: ReadonlyArray<{ readonly path: string; readonly order: "ascending" | "descending" }>
): boolean =>
  policy.compositeIndexes.some(
    (index) =>
      index.length === requested.length &&
      index.every(({ path }, at) => path === requested[at]?.path) &&
      (index.every(({ order }, at) => order === requested[at]?.order) ||
        index.every(({ order }, at) => order !== requested[at]?.order))
  )
