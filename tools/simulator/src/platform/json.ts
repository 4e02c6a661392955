/** A JSON value. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}

export const isJsonArray = (value: unknown): value is ReadonlyArray<Json> => Array.isArray(value)

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isJson = (value: unknown): value is Json => value !== undefined

/** A JSON object whose members haven't been checked yet. */
export interface UncheckedObject {
  readonly [key: string]: unknown
}

export const isObject = (value: unknown): value is UncheckedObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Parses a text; undefined when it isn't JSON. */
export const parseJson = (text: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isJson(value) ? value : undefined
  } catch {
    return undefined
  }
}
