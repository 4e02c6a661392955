import { answer, type Trouble } from "./Trouble.ts"

/** What Cosmos DB is known to answer, or not to, with any request. */
const anywhere: ReadonlyArray<Trouble> = [
  { name: "429, wait 50 ms", times: 3, fault: answer(429, undefined, { retryAfter: 0.05 }) },
  { name: "429 without a word", times: 3, fault: answer(429) },
  { name: "408", times: 2, fault: answer(408, "RequestTimeout") },
  { name: "410", times: 1, fault: answer(410, "Gone", { substatus: 1002 }) },
  { name: "500", times: 2, fault: answer(500) },
  { name: "503", times: 2, fault: answer(503) },
  { name: "401", times: 1, fault: answer(401, "Unauthorized") },
  { name: "403", times: 1, fault: answer(403, "Forbidden", { substatus: 5302 }) },
  { name: "reset", times: 1, fault: { kind: "reset" } },
  { name: "reset in the answer", times: 1, fault: { kind: "reset", midBody: true } },
  { name: "half an answer", times: 1, fault: { kind: "truncate" } },
  { name: "no answer in time", times: 1, fault: { kind: "hold" } }
]

export const storedRead: ReadonlyArray<Trouble> = [
  ...anywhere,
  { name: "404: the session is ahead", times: 2, fault: answer(404, "NotFound", { substatus: 1002 }) },
  { name: "a replica that is behind", times: 2, fault: { kind: "stale" } }
]

const slowly: Trouble = { name: "written late", times: 1, fault: { kind: "slow", millis: 120_000 } }
const overtaken: Trouble = { name: "written late", times: 1, fault: { kind: "hold" }, untilOvertaken: true }

const creating = (late: Trouble): ReadonlyArray<Trouble> => [
  ...anywhere,
  { name: "449", times: 2, fault: answer(449) },
  late,
  { name: "403: failing over", times: 1, fault: answer(403, "Forbidden", { substatus: 3 }) },
  // It is written, and the answer says otherwise or never comes.
  { name: "408 after effect", times: 1, fault: answer(408, "RequestTimeout", { afterEffect: true }) },
  { name: "503 after effect", times: 1, fault: answer(503, undefined, { afterEffect: true }) },
  { name: "reset after effect", times: 1, fault: { kind: "reset", afterEffect: true } },
  { name: "silence after effect", times: 1, fault: { kind: "hold", afterEffect: true } }
]

/** Of a write that is refused unless it finds things as they were read. */
const changing = (late: Trouble): ReadonlyArray<Trouble> => [
  ...creating(late),
  { name: "412", times: 1, fault: answer(412) },
  { name: "412 after effect", times: 1, fault: answer(412, undefined, { afterEffect: true }) }
]

export const storedCreate = creating(slowly)
export const storedWrite = changing(slowly)
/** What came of a step, written while the feed may write what it read. */
export const storedOutcome = changing(overtaken)
