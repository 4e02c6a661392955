import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import { SandboxFailure } from "../../SandboxFailure.ts"
import type { DemoIncident, MergingTeam } from "../DemoReport.ts"
import { describeTeam, live } from "../inspectPlatform.ts"
import { incidentNumbered, personCalled } from "../lookups.ts"
import { Narrator } from "../Narrator.ts"
import { succeeds } from "../outcome.ts"
import type { Stage } from "../Stage.ts"
import { isSettled, type TeamWatch, watchTeam } from "../TeamWatch.ts"

/** A team of the story, with what the platform showed of it once it was complete. */
export interface RequestedTeam {
  readonly incident: DemoIncident & Pick<TeamView["incident"], "id">
  readonly id: TeamView["id"]
  readonly watch: TeamWatch
  readonly shown: MergingTeam
}

/** What the platform shows of one team. */
export const shownOf = Effect.fnUntraced(function* ({ platform }: Stage, { platformTeamId }: TeamView) {
  const team = live(yield* platform.truth).find(({ id }) => id === platformTeamId)
  if (team === undefined) return yield* new SandboxFailure({ message: `The platform has no team ${platformTeamId}.` })
  const shown: MergingTeam = {
    platformTeamId: team.id,
    name: team.displayName ?? "",
    archived: team.isArchived,
    people: team.members.map(({ displayName, userId }) => displayName ?? userId).toSorted()
  }
  const narrator = yield* Narrator
  yield* narrator.say(describeTeam(team))
  yield* narrator.say(`People: ${shown.people.join(", ")}.`)
  return shown
})

const requestTeam = Effect.fnUntraced(function* (stage: Stage, number: number, guest: string) {
  const { ben } = stage
  const { id, title } = yield* incidentNumbered(ben, number)
  const person = yield* personCalled(ben, guest)
  yield* (yield* Narrator).chapter(`${ben.name} creates a team for incident ${number}, with ${person.name}`)
  const { body } = yield* ben.api.incidents
    .createTeam({ params: { incidentId: id }, headers: {}, payload: { people: [person.id] } })
    .pipe(succeeds(`${ben.name}: create the team of incident ${number}`))
  const watch = watchTeam(ben, body.teamId)
  const team = yield* watch.until("open", (now) => now.phase === "open" && isSettled(now))
  const requested: RequestedTeam = {
    incident: { id, number, title },
    id: team.id,
    watch,
    shown: yield* shownOf(stage, team)
  }
  return requested
})

/** Two parts of one attack get a team each, with different people. */
export const requestTeams = Effect.fnUntraced(function* (stage: Stage, [one, other]: readonly [number, number]) {
  return [yield* requestTeam(stage, one, "Greta Guest"), yield* requestTeam(stage, other, "Chloe Sample")] as const
})
