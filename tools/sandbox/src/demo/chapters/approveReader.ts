import { Effect } from "effect"
import { Findings } from "../Findings.ts"
import { inspectPlatform, recordDifferences } from "../inspectPlatform.ts"
import { only } from "../lookups.ts"
import { Narrator } from "../Narrator.ts"
import { succeeds } from "../outcome.ts"
import type { Stage } from "../Stage.ts"
import type { createTeam } from "./createTeam.ts"

/** A Sentinel Reader requests access, and an owner of the team approves it. */
export const approveReader = Effect.fnUntraced(function* (
  { ben, dev, platform }: Stage,
  { teamId, watch, expected }: Effect.Success<ReturnType<typeof createTeam>>
) {
  const narrator = yield* Narrator
  yield* narrator.chapter(`${dev.name}, a Sentinel Reader, requests access`)
  const { body: asked } = yield* dev.api.teams
    .askAccess({ params: { teamId }, headers: {}, payload: { reason: "I know this ransomware family." } })
    .pipe(succeeds(`${dev.name}: request access`))
  yield* (yield* Findings).expect(asked.status === "pending", "The access request isn't pending.")
  yield* recordDifferences(platform, { ...expected, when: "Before an owner has approved" })

  const waiting = yield* ben.api.teams
    .accessRequests({ params: { teamId } })
    .pipe(succeeds(`${ben.name}: list the access requests`))
  const request = yield* only("Access requests", waiting.items)
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
