import { Effect } from "effect"
import { Findings } from "../Findings.ts"
import { inspectPlatform } from "../inspectPlatform.ts"
import { Narrator } from "../Narrator.ts"
import { succeeds } from "../outcome.ts"
import { nameOfIncident, type Stage, workspace } from "../Stage.ts"
import { startStopwatch } from "../Stopwatch.ts"
import { isSettled } from "../TeamWatch.ts"
import type { createTeam } from "./createTeam.ts"

/** Closing archives the team; reopening brings the very same one back. */
export const closeAndReopen = Effect.fnUntraced(function* (
  { ben, platform }: Stage,
  { incident, watch, expected }: Effect.Success<ReturnType<typeof createTeam>>
) {
  const narrator = yield* Narrator
  const findings = yield* Findings
  const params = { incidentId: incident.id }
  const statusIs = Effect.fnUntraced(function* (status: string) {
    const { written } = yield* platform.incident(workspace, nameOfIncident(incident.id))
    yield* findings.expect(
      written.status === status,
      `The incident's status in Sentinel is ${written.status}, not ${status}.`
    )
  })

  yield* narrator.chapter(`${ben.name} closes the incident`)
  const closing = yield* startStopwatch(platform)
  yield* ben.api.incidents
    .change({
      params,
      headers: {},
      payload: {
        status: "Closed",
        classification: "TruePositive",
        classificationReason: "SuspiciousActivity",
        classificationComment: "The file server was restored from backup."
      }
    })
    .pipe(succeeds(`${ben.name}: close the incident`))
  yield* watch.until("archived", ({ phase }) => phase === "archived")
  const archive = yield* closing.stop("The team is archived")
  yield* statusIs("Closed")
  yield* inspectPlatform(platform, { ...expected, archived: true, when: "After the close" })

  yield* narrator.chapter(`${ben.name} reopens the incident`)
  const reopening = yield* startStopwatch(platform)
  yield* ben.api.incidents
    .change({ params, headers: {}, payload: { status: "Active" } })
    .pipe(succeeds(`${ben.name}: reopen the incident`))
  yield* watch.until("open again", (team) => team.phase === "open" && isSettled(team))
  const reopen = yield* reopening.stop("The same team is open again")
  yield* statusIs("Active")
  const { id } = yield* inspectPlatform(platform, { ...expected, when: "After the reopening" })
  return { archive, reopen, platformTeamId: id }
})
