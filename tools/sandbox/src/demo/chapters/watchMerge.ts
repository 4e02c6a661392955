import { Effect } from "effect"
import type { Actor } from "../Actor.ts"
import { Findings } from "../Findings.ts"
import { Narrator } from "../Narrator.ts"
import { succeeds } from "../outcome.ts"
import { nameOfIncident, type Stage, workspace } from "../Stage.ts"
import { isSettled } from "../TeamWatch.ts"
import { type RequestedTeam, shownOf } from "./requestTeams.ts"

/** The survivor's team takes over the other one's incident and people; the other one is archived. */
export const watchMerge = Effect.fnUntraced(function* (stage: Stage, merged: RequestedTeam, survivor: RequestedTeam) {
  const { ben, platform } = stage
  const narrator = yield* Narrator
  const findings = yield* Findings
  const [source, target] = [merged.incident, survivor.incident]
  yield* narrator.chapter(`Microsoft Defender merges incident ${source.number} into incident ${target.number}`)
  yield* platform.merge(workspace, nameOfIncident(source.id), nameOfIncident(target.id))
  const expected = [...new Set([...merged.shown.people, ...survivor.shown.people])].toSorted()
  const going = yield* survivor.watch.until(
    "joined by the other team's people",
    (team) =>
      team.incidents.some(({ id }) => id === source.id) && isSettled(team) && team.counts.inTeam >= expected.length
  )
  yield* tell(ben, survivor.id)
  const goesOn = yield* shownOf(stage, going)
  yield* findings.expect(
    JSON.stringify(goesOn.people) === JSON.stringify(expected),
    `After the merge, the team has ${goesOn.people.join(", ")} instead of ${expected.join(", ")}.`
  )

  yield* narrator.chapter(`The team of incident ${source.number} is archived`)
  const ended = yield* merged.watch.until("archived", ({ phase }) => phase === "archived")
  yield* tell(ben, merged.id)
  const archived = yield* shownOf(stage, ended)
  yield* findings.expect(
    ended.mergedInto?.teamId === survivor.id && archived.archived && !goesOn.archived,
    "The merged incident's team isn't the only one that is archived."
  )
  return { after: [archived, goesOn], incidents: going.incidents.map(({ number }) => number) } as const
})

/** Narrates what a team's timeline says about the merge. */
const tell = Effect.fnUntraced(function* ({ api, name }: Actor, teamId: RequestedTeam["id"]) {
  const { items } = yield* api.teams
    .timeline({ params: { teamId }, query: {} })
    .pipe(succeeds(`${name}: read the timeline`))
  for (const { text } of items.filter(({ event }) => /Merge|Linked$/u.test(event))) {
    yield* (yield* Narrator).say(`Timeline: ${text}`)
  }
})
