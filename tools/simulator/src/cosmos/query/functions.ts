import { isJsonArray, isJsonObject, type Json } from "../../platform/json.ts"
import { compareForOrder, isSame, type Value } from "./order.ts"

type Scalar = (given: ReadonlyArray<Value>) => Value

const isText = (value: Value): value is string => typeof value === "string"
const isNumber = (value: Value): value is number => typeof value === "number"

const ofText =
  (on: (text: string) => Json): Scalar =>
  ([text]) =>
    isText(text) ? on(text) : undefined

const ofNumber =
  (on: (number: number) => number): Scalar =>
  ([number]) =>
    isNumber(number) ? on(number) : undefined

/** Compares two texts; ignores case when the third argument is `true`. */
const ofTexts =
  (on: (text: string, other: string) => boolean): Scalar =>
  ([text, other, ignoreCase]) => {
    if (!isText(text) || !isText(other)) return undefined
    return ignoreCase === true ? on(text.toLowerCase(), other.toLowerCase()) : on(text, other)
  }

const isPartOf = (part: Value, whole: Value): boolean =>
  isJsonObject(part) && isJsonObject(whole)
    ? Object.entries(part).every(([name, value]) => Object.hasOwn(whole, name) && isPartOf(value, whole[name]))
    : isSame(part, whole)

/** Built-in functions that the simulator knows, with how many arguments they take at least and at most. */
export const functions: Readonly<Record<string, readonly [minimum: number, maximum: number, function_: Scalar]>> = {
  ARRAY_CONTAINS: [
    2,
    3,
    ([array, target, partial]) => {
      if (!isJsonArray(array) || target === undefined) return undefined
      return array.some((item) => (partial === true ? isPartOf(target, item) : isSame(target, item)))
    }
  ],
  ARRAY_LENGTH: [1, 1, ([array]) => (isJsonArray(array) ? array.length : undefined)],
  STARTSWITH: [2, 3, ofTexts((text, prefix) => text.startsWith(prefix))],
  ENDSWITH: [2, 3, ofTexts((text, suffix) => text.endsWith(suffix))],
  CONTAINS: [2, 3, ofTexts((text, part) => text.includes(part))],
  STRINGEQUALS: [2, 3, ofTexts((text, other) => text === other)],
  LOWER: [1, 1, ofText((text) => text.toLowerCase())],
  UPPER: [1, 1, ofText((text) => text.toUpperCase())],
  LENGTH: [1, 1, ofText((text) => text.length)],
  TRIM: [1, 1, ofText((text) => text.trim())],
  CONCAT: [2, 200, (given) => (given.every(isText) ? given.join("") : undefined)],
  SUBSTRING: [
    3,
    3,
    ([text, from, length]) =>
      isText(text) && isNumber(from) && isNumber(length) ? text.slice(from, from + length) : undefined
  ],
  IS_DEFINED: [1, 1, ([value]) => value !== undefined],
  IS_NULL: [1, 1, ([value]) => value === null],
  IS_BOOL: [1, 1, ([value]) => typeof value === "boolean"],
  IS_NUMBER: [1, 1, ([value]) => isNumber(value)],
  IS_STRING: [1, 1, ([value]) => isText(value)],
  IS_ARRAY: [1, 1, ([value]) => Array.isArray(value)],
  IS_OBJECT: [1, 1, ([value]) => isJsonObject(value)],
  ABS: [1, 1, ofNumber(Math.abs)],
  FLOOR: [1, 1, ofNumber(Math.floor)],
  CEILING: [1, 1, ofNumber(Math.ceil)]
}

/** One value of all rows of a group. */
export const aggregates: Readonly<Record<string, (values: ReadonlyArray<Value>) => Value>> = {
  COUNT: (values) => values.filter((value) => value !== undefined).length,
  SUM: (values) => {
    const numbers = values.filter((value) => value !== undefined)
    return numbers.every(isNumber) ? numbers.reduce((sum, number) => sum + number, 0) : undefined
  },
  AVG: (values) => {
    const numbers = values.filter((value) => value !== undefined)
    if (numbers.length === 0 || !numbers.every(isNumber)) return undefined
    return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  },
  MIN: (values) => extreme(values, -1),
  MAX: (values) => extreme(values, 1)
}

const extreme = (values: ReadonlyArray<Value>, sign: 1 | -1): Value => {
  const defined = values.filter((value) => value !== undefined)
  if (defined.some((value) => typeof value === "object" && value !== null)) return undefined
  return defined.toSorted((left, right) => sign * compareForOrder(right, left))[0]
}
