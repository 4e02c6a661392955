/** Codes of a person's result that may be otherwise next time. */
const passing = new Set([
  "toomanyrequests",
  "serviceunavailable",
  "badgateway",
  "gatewaytimeout",
  "internalservererror",
  "generalexception",
  "unknownerror",
  "timeout",
  ""
])

export const isPassing = (code: string): boolean => passing.has(code.toLowerCase())

const notFound = new Set(["notfound", "itemnotfound", "request_resourcenotfound"])

export const isNotFound = (code: string): boolean => notFound.has(code.toLowerCase())

/** Codes that are also reported for somebody who is in already. */
export const mayBeIn = (code: string): boolean =>
  ["badrequest", "invalidrequest", "conflict"].includes(code.toLowerCase())

/** Why the platform doesn't take somebody, for the person who asked. The service's own messages aren't for people. */
export const refusalWords = (code: string): string => {
  if (isNotFound(code)) return "There is no such account in the directory any more."
  if (mayBeIn(code)) return "Teams can't take this account: it may be disabled, or no account of a person."
  return code.toLowerCase() === "forbidden" || code.toLowerCase() === "accessdenied"
    ? "Teams doesn't let this account in: guest access may be off, or the team or the account may be full."
    : `Teams refused this account (${code}).`
}
