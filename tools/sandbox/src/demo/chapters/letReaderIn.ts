import { Effect } from "effect"
import { Findings } from "../Findings.ts"
import { inspectPlatform, recordDifferences } from "../inspectPlatform.ts"
import { only } from "../lookups.ts"
import { Narrator } from "../Narrator.ts"
import { succeeds } from "../outcome.ts"
import type { Stage } from "../Stage.ts"
import type { createTeam } from "./createTeam.ts"

/** Somebody who may only read in Sentinel asks to be let in, and an owner of the team approves. */
export const letReaderIn = Effect.fnUntraced(function* (
  { ben, dev, platform }: Stage,
  { teamId, watch, expected }: Effect.Success<ReturnType<typeof createTeam>>
) {
  const narrator = yield* Narrator
  yield* narrator.chapter(`${dev.name}, who may only read in Sentinel, asks to be let in`)
  const asked = yield* dev.api.teams
    .askAccess({ params: { teamId }, headers: {}, payload: { reason: "I know this ransomware family." } })
    .pipe(succeeds(`${dev.name}: ask for access`))
  yield* (yield* Findings).expect(asked.status === "pending", "The request for access doesn't wait for an owner.")
  yield* recordDifferences(platform, { ...expected, when: "Before an owner has approved" })

  const waiting = yield* ben.api.teams
    .accessRequests({ params: { teamId } })
    .pipe(succeeds(`${ben.name}: list the requests for access`))
  const request = yield* only("Requests for access", waiting.items)
  yield* narrator.say(`${ben.name}, an owner, reads "${request.reason}" and approves.`)
  yield* ben.api.teams
    .approveAccess({ params: { teamId, requestId: request.id }, headers: {}, payload: {} })
    .pipe(succeeds(`${ben.name}: approve`))
  yield* watch.until(`joined by ${dev.name}`, ({ people }) =>
    people.some(({ id, status }) => id === request.person.id && status === "added")
  )
  const withDev = { ...expected, members: new Set([...expected.members, (yield* platform.person("dev")).id]) }
  yield* inspectPlatform(platform, { ...withDev, when: "After the approval" })
  return withDev
})
