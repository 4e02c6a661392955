import { isJsonArray, isJsonObject } from "../Json.ts"
import { isSame, type Value } from "./order.ts"

/** A property of an object, or an element of an array by its position. */
export const member = (of: Value, name: Value): Value => {
  if (isJsonArray(of)) return typeof name === "number" ? of[name] : undefined
  return isJsonObject(of) && typeof name === "string" && Object.hasOwn(of, name) ? of[name] : undefined
}

/** What a comparison says of the difference of two values. */
export const relation = (operator: "<" | "<=" | ">" | ">=", difference: number | undefined): Value => {
  if (difference === undefined) return undefined
  if (operator === "<") return difference < 0
  if (operator === "<=") return difference <= 0
  return operator === ">" ? difference > 0 : difference >= 0
}

/** Undefined where the result is no number. */
export const arithmetic = (operator: "+" | "-" | "*" | "/" | "%", left: number, right: number): Value => {
  const result = { "+": left + right, "-": left - right, "*": left * right, "/": left / right, "%": left % right }[
    operator
  ]
  return Number.isFinite(result) ? result : undefined
}

export const isIn = (value: Value, choices: ReadonlyArray<Value>): Value =>
  value === undefined ? undefined : choices.some((choice) => choice !== undefined && isSame(value, choice))

/** `%` stands for any run of characters, `_` for one. */
export const isLike = (value: Value, pattern: Value): Value => {
  if (typeof value !== "string" || typeof pattern !== "string") return undefined
  const expression = pattern.replaceAll(/[%_.*+?^${}()|[\]\\]/g, (sign) =>
    sign === "%" ? ".*" : sign === "_" ? "." : `\\${sign}`
  )
  return new RegExp(`^${expression}$`, "s").test(value)
}
