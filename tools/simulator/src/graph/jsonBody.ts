import { type UncheckedObject, isObject } from "../platform/json.ts"
import type { GraphContext } from "./GraphEnv.ts"
import { GraphFailure } from "./GraphFailure.ts"

/** The request's body; an empty one reads as `{}`. Throws 400 for anything but a JSON object. */
export const jsonBody = async (c: GraphContext): Promise<UncheckedObject> => {
  const text = await c.req.text()
  if (text.trim() === "") return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new GraphFailure(
      400,
      "BadRequest",
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
    )
  }
  if (!isObject(body)) throw new GraphFailure(400, "BadRequest", "Invalid JSON body: an object is expected.")
  return body
}

/** The string under `name`; undefined when absent. Throws 400 for another type. */
export const textOf = (body: UncheckedObject, name: string): string | undefined => {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value === "string") return value
  throw new GraphFailure(400, "Request_BadRequest", `Invalid value specified for property '${name}' of resource.`)
}

/** The strings under `name`, `[]` when absent. Throws 400 for anything else. */
export const textsOf = (body: UncheckedObject, name: string): ReadonlyArray<string> => {
  const value = body[name]
  if (value === undefined || value === null) return []
  const isTexts = (list: unknown): list is ReadonlyArray<string> =>
    Array.isArray(list) && list.every((item) => typeof item === "string")
  if (isTexts(value)) return value
  throw new GraphFailure(400, "Request_BadRequest", `Invalid value specified for property '${name}' of resource.`)
}

/**
 * The key that a bind names, from any host: `…/users('a')` and `…/users/a` both give `a`. Undefined when it isn't a
 * reference to one of `segments`.
 */
export const boundKey = (bind: string, ...segments: ReadonlyArray<string>): string | undefined => {
  const path = bind.replaceAll("%27", "'")
  for (const segment of segments) {
    const key = new RegExp(`/${segment}(?:\\('([^']+)'\\)|/([^/?]+))$`, "i").exec(path)
    if (key) return key[1] ?? key[2]
  }
  return undefined
}
