import { isObject, type JsonObject } from "../graph/jsonBody.ts"
import type { Fault } from "./Fault.ts"

type Check = (value: unknown) => boolean

const flag: Check = (value) => typeof value === "boolean"
const text: Check = (value) => typeof value === "string"
const positive: Check = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0
const anything: Check = () => true
const oneOf =
  (...choices: ReadonlyArray<string>): Check =>
  (value) =>
    typeof value === "string" && choices.includes(value)
const refusal: Check = (value) =>
  isObject(value) && text(value["code"]) && (value["message"] === undefined || text(value["message"]))
const recordOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check)

/** Every kind with its members; the ones with an exclamation mark are required. */
const kinds: Readonly<Record<Fault["kind"], Readonly<Record<string, Check>>>> = {
  answer: {
    "status!": (value) => typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599,
    afterEffect: flag,
    code: text,
    message: text,
    substatus: positive,
    body: anything,
    contentType: text,
    retryAfter: (value) => positive(value) || text(value),
    retryAt: positive,
    headers: recordOf(text)
  },
  reset: { afterEffect: flag, midBody: flag },
  slow: { "millis!": positive, afterEffect: flag },
  hold: { afterEffect: flag },
  truncate: { bytes: positive },
  location: { "form!": oneOf("quoted", "slash", "absolute", "none") },
  emptyPage: {},
  operation: {
    ends: oneOf("fail", "failAfterEffect", "stuck", "never", "gone", "unknown"),
    error: (value) => refusal(value) && isObject(value) && text(value["message"]),
    missingReads: positive,
    zeroId: flag,
    millis: positive
  },
  members: { refuse: recordOf(refusal), refuseAll: refusal, shuffle: flag, withoutUserId: flag },
  stale: { commits: positive }
}

const isKind = (kind: unknown): kind is Fault["kind"] => typeof kind === "string" && Object.hasOwn(kinds, kind)

const isFault = (value: JsonObject): value is JsonObject & Fault => invalid(value) === undefined

const invalid = (value: JsonObject): string | undefined => {
  const { kind, ...members } = value
  if (!isKind(kind)) return `'fault.kind' is one of ${Object.keys(kinds).join(", ")}.`
  const checks = kinds[kind]
  for (const name of Object.keys(checks)) {
    if (name.endsWith("!") && members[name.slice(0, -1)] === undefined)
      return `A fault of kind ${kind} needs '${name.slice(0, -1)}'.`
  }
  for (const [name, member] of Object.entries(members)) {
    const check = checks[name] ?? checks[`${name}!`]
    if (!check)
      return `A fault of kind ${kind} has no '${name}'; it has: ${Object.keys(checks).join(", ").replaceAll("!", "")}.`
    if (!check(member)) return `'fault.${name}' can't be ${JSON.stringify(member)}.`
  }
  return undefined
}

/** A fault as sent to the control API, or what is wrong with it in words. */
export const readFault = (value: unknown): Fault | string => {
  if (!isObject(value)) return "'fault' must be an object with a 'kind'."
  return isFault(value) ? value : (invalid(value) ?? "The fault is malformed.")
}
