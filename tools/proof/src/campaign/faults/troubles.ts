import type { StepCall } from "./steps.ts"

/** Something that goes wrong, and with how many calls in a row. */
export interface Trouble {
  readonly name: string
  readonly times: number
  /** As the simulator's control takes it. */
  readonly fault: Readonly<Record<string, unknown>>
}

const answer = (status: number, code: string, more: Readonly<Record<string, unknown>> = {}) => ({
  kind: "answer",
  status,
  code,
  ...more
})

/** What can go wrong with any call (section 14 of Microsoft Graph's known troubles, numbers 1 to 6, 18, 21). */
const anywhere: ReadonlyArray<Trouble> = [
  { name: "429, wait 30 s", times: 2, fault: answer(429, "TooManyRequests", { retryAfter: 0.3 }) },
  { name: "429 without a word", times: 2, fault: answer(429, "TooManyRequests") },
  { name: "500", times: 2, fault: answer(500, "GeneralException") },
  { name: "502", times: 2, fault: answer(502, "BadGateway", { message: "Failed to execute backend request." }) },
  {
    name: "502 as a page",
    times: 2,
    fault: { kind: "answer", status: 502, body: "<html><h1>Bad Gateway</h1></html>", contentType: "text/html" }
  },
  { name: "503", times: 2, fault: answer(503, "ServiceUnavailable") },
  { name: "504", times: 2, fault: answer(504, "GatewayTimeout") },
  { name: "401 in mid-run", times: 1, fault: answer(401, "InvalidAuthenticationToken") },
  { name: "403", times: 1, fault: answer(403, "Forbidden") },
  { name: "404", times: 2, fault: answer(404, "NotFound") },
  { name: "409", times: 2, fault: answer(409, "Conflict") },
  { name: "reset", times: 1, fault: { kind: "reset" } },
  { name: "reset in the answer", times: 1, fault: { kind: "reset", midBody: true } },
  { name: "half an answer", times: 1, fault: { kind: "truncate" } },
  { name: "no answer in time", times: 1, fault: { kind: "hold" } }
]

/** It happened, and the answer says otherwise or never comes. */
const afterEffect: ReadonlyArray<Trouble> = [
  { name: "500 after effect", times: 1, fault: answer(500, "GeneralException", { afterEffect: true }) },
  { name: "503 after effect", times: 1, fault: answer(503, "ServiceUnavailable", { afterEffect: true }) },
  { name: "400 after effect", times: 1, fault: answer(400, "InvalidRequest", { afterEffect: true }) },
  { name: "404 after effect", times: 1, fault: answer(404, "UnknownError", { afterEffect: true }) },
  { name: "reset after effect", times: 1, fault: { kind: "reset", afterEffect: true } },
  { name: "silence after effect", times: 1, fault: { kind: "hold", afterEffect: true } }
]

/** An operation that doesn't go the usual way (8, 9). */
const operations: ReadonlyArray<Trouble> = [
  ...(["fail", "failAfterEffect", "stuck", "never", "gone", "unknown"] as const).map((ends) => ({
    name: `operation: ${ends}`,
    times: 1,
    fault: { kind: "operation", ends }
  })),
  { name: "operation: unreadable at first", times: 1, fault: { kind: "operation", missingReads: 2 } },
  { name: "operation: all zeros", times: 1, fault: { kind: "operation", zeroId: true } },
  ...(["slash", "absolute", "none"] as const).map((form) => ({
    name: `location: ${form}`,
    times: 1,
    fault: { kind: "location", form }
  }))
]

/** Answers about many people (11). */
const people: ReadonlyArray<Trouble> = [
  { name: "all refused", times: 1, fault: { kind: "members", refuseAll: { code: "Forbidden" } } },
  { name: "out of order", times: 1, fault: { kind: "members", shuffle: true } },
  { name: "without ids", times: 1, fault: { kind: "members", withoutUserId: true } }
]

export const troublesOf = ({ kind }: StepCall): ReadonlyArray<Trouble> => [
  ...anywhere,
  ...(kind === "read" ? [{ name: "empty page first", times: 1, fault: { kind: "emptyPage" } }] : afterEffect),
  ...(kind === "operation" ? operations : []),
  ...(kind === "people" ? people : [])
]
