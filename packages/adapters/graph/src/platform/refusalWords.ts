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
  if (isNotFound(code)) return "The account no longer exists in the directory."
  if (mayBeIn(code)) return "Teams can't add this account. It may be disabled, or not be a user account."
  return code.toLowerCase() === "forbidden" || code.toLowerCase() === "accessdenied"
    ? "Teams denied this account. Guest access may be off, the team may be full, or the account may be in too many teams."
    : `Teams rejected this account (${code}).`
}
