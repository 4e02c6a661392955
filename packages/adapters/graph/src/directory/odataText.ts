import { quoted } from "../wire/GraphRequest.ts"

/** Longer than any name; what is typed beyond it would only make the request fail. */
const mostTyped = 120

/**
 * A filter for objects of which one of the properties begins with what somebody typed; case doesn't matter. Halves
 * of surrogate pairs are replaced, because no address can carry them.
 */
export const beginsWith = (typed: string, properties: ReadonlyArray<string>): string => {
  const literal = quoted(Array.from(typed.toWellFormed().trim()).slice(0, mostTyped).join(""))
  return properties.map((property) => `startsWith(${property},${literal})`).join(" or ")
}

/** A filter for objects with one of the ids. */
export const withId = (ids: ReadonlyArray<string>): string => `id in (${ids.map(quoted).join(",")})`

/** Graph: at most 15 alternatives in one filter. */
const mostIds = 15

/** Each id once, in as many lists as filters are needed. */
export const inFilters = <Id extends string>(ids: ReadonlyArray<Id>): ReadonlyArray<ReadonlyArray<Id>> => {
  const each = [...new Set(ids)]
  return Array.from({ length: Math.ceil(each.length / mostIds) }, (_, part) =>
    each.slice(part * mostIds, (part + 1) * mostIds)
  )
}
