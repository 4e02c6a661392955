import { isJsonArray, isJsonObject, type Json } from "../../platform/json.ts"

/** The value of an expression; undefined for a missing property. */
export type Value = Json | undefined

/** The order of types in ORDER BY. */
const rank = (value: Value): number => {
  if (value === undefined) return 0
  if (value === null) return 1
  if (typeof value === "boolean") return 2
  if (typeof value === "number") return 4
  if (typeof value === "string") return 5
  return Array.isArray(value) ? 6 : 7
}

/** Negative when `left` comes first in ORDER BY. Strings are ordered by their code units, not by a language. */
export const compareForOrder = (left: Value, right: Value): number => {
  const difference = rank(left) - rank(right)
  if (difference !== 0) return difference
  if (typeof left === "boolean" || typeof left === "number") return Number(left) - Number(right)
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0
  return 0
}

/** Deep equality. */
export const isSame = (left: Value, right: Value): boolean => {
  if (left === right) return true
  if (isJsonArray(left) && isJsonArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]))
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  )
}

/** Compares two Booleans, two numbers or two strings, for `<` and the like. Undefined for anything else. */
export const compare = (left: Value, right: Value): number | undefined =>
  typeof left === typeof right && ["boolean", "number", "string"].includes(typeof left)
    ? compareForOrder(left, right)
    : undefined
