import { sample } from "@incident-teams/testkit/sample"
import type { StepCall } from "./steps.ts"
import { storedCreate, storedOutcome, storedRead, storedWrite } from "./storeTroubles.ts"
import { answer, type Trouble } from "./Trouble.ts"

/** What can go wrong with any call (section 14 of Microsoft Graph's known troubles, numbers 1 to 6, 18, 21). */
const anywhere: ReadonlyArray<Trouble> = [
  { name: "429, wait 30 s", times: 2, fault: answer(429, "TooManyRequests", { retryAfter: 0.15 }) },
  { name: "429, until a date", times: 1, fault: answer(429, "TooManyRequests", { retryAt: 0 }) },
  { name: "429, wait 0 s", times: 2, fault: answer(429, "TooManyRequests", { retryAfter: 0 }) },
  { name: "429 without a word", times: 2, fault: answer(429, "TooManyRequests") },
  { name: "500", times: 2, fault: answer(500, "GeneralException") },
  { name: "502", times: 2, fault: answer(502, "BadGateway", { message: "Failed to execute backend request." }) },
  {
    name: "502 as a page",
    times: 2,
    fault: { kind: "answer", status: 502, body: "<html><h1>Bad Gateway</h1></html>", contentType: "text/html" }
  },
  { name: "503", times: 2, fault: answer(503, "ServiceUnavailable") },
  { name: "503, wait 30 s", times: 2, fault: answer(503, "ServiceUnavailable", { retryAfter: 0.15 }) },
  { name: "504", times: 2, fault: answer(504, "GatewayTimeout") },
  { name: "401 in mid-run", times: 1, fault: answer(401, "InvalidAuthenticationToken") },
  { name: "403", times: 1, fault: answer(403, "Forbidden") },
  { name: "404", times: 2, fault: answer(404, "NotFound") },
  { name: "409", times: 2, fault: answer(409, "Conflict") },
  { name: "reset", times: 1, fault: { kind: "reset" } },
  { name: "reset in the answer", times: 1, fault: { kind: "reset", midBody: true } },
  { name: "half an answer", times: 1, fault: { kind: "truncate" } },
  { name: "an empty answer", times: 1, fault: { kind: "truncate", bytes: 0 } },
  { name: "no answer in time", times: 1, fault: { kind: "hold" } }
]

const writes: ReadonlyArray<Trouble> = [
  { name: "400", times: 1, fault: answer(400, "BadRequest") },
  { name: "412", times: 1, fault: answer(412, "PreconditionFailed") },
  // It happened, and the answer says otherwise or never comes.
  { name: "500 after effect", times: 1, fault: answer(500, "GeneralException", { afterEffect: true }) },
  { name: "503 after effect", times: 1, fault: answer(503, "ServiceUnavailable", { afterEffect: true }) },
  { name: "404 after effect", times: 1, fault: answer(404, "UnknownError", { afterEffect: true }) },
  { name: "reset after effect", times: 1, fault: { kind: "reset", afterEffect: true } },
  { name: "silence after effect", times: 1, fault: { kind: "hold", afterEffect: true } }
]

/** Known of making a team and of pinning a tab (4). An archive that is refused so is believed: nothing goes on to look. */
const refusedAfterEffect: Trouble = {
  name: "400 after effect",
  times: 1,
  fault: answer(400, "InvalidRequest", { afterEffect: true })
}

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

/** One of those whom the life is about. */
const { dev } = sample.person

/** Answers about many people (11). */
const people: ReadonlyArray<Trouble> = [
  { name: "one refused", times: 1, fault: { kind: "members", refuse: { [dev]: { code: "Forbidden" } } } },
  { name: "all refused", times: 1, fault: { kind: "members", refuseAll: { code: "Forbidden" } } },
  { name: "out of order", times: 1, fault: { kind: "members", shuffle: true } },
  { name: "without ids", times: 1, fault: { kind: "members", withoutUserId: true } }
]

const newerVersion = "Newer version of resource '7a1e0000' exists. Data was not saved"

/** What Azure Resource Manager says in words of its own. */
const ofArm: ReadonlyArray<Trouble> = [
  { name: "403: no authorization", times: 1, fault: answer(403, "AuthorizationFailed") },
  { name: "404: no resource group", times: 2, fault: answer(404, "ResourceGroupNotFound") },
  { name: "409: a newer version", times: 2, fault: answer(409, "Conflict", { message: newerVersion }) },
  { name: "405: unknown api-version", times: 1, fault: answer(405, "UnsupportedApiVersion") },
  { name: "429, wait 17 s", times: 2, fault: answer(429, "SubscriptionRequestsThrottled", { retryAfter: 17 }) }
]

const emptyPage: Trouble = { name: "empty page first", times: 1, fault: { kind: "emptyPage" } }

export const troublesOf = ({ kind, surface }: StepCall): ReadonlyArray<Trouble> => {
  const its = surface === "arm" ? ofArm : []
  switch (kind) {
    case "read":
      return [...anywhere, emptyPage, ...its]
    case "write":
      return [...anywhere, ...writes, refusedAfterEffect, ...its]
    case "operation":
      return [...anywhere, ...writes, ...operations]
    case "people":
      return [...anywhere, ...writes, refusedAfterEffect, ...people]
    case "storedRead":
      return storedRead
    case "storedCreate":
      return storedCreate
    case "storedWrite":
      return storedWrite
    case "storedOutcome":
      return storedOutcome
  }
}
