import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { recreateTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { linkIncident, unlinkIncident } from "@incident-teams/application/use-cases/teamIncidents"
import { incidentsOf, isServed } from "@incident-teams/domain/team/served"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { settle, worker } from "../reconcile/RestingWorld.ts"
import { as } from "../testing/Cast.ts"
import { howeverItRaces } from "../testing/interleaved.ts"
import { incidentOf } from "../testing/MemoryWorld.ts"
import { lookAt, openTeam } from "../testing/teamsInTheWorld.ts"

type Store = TeamStore["Service"]

const ben = as("ben")
const rounds = 12

/** Refused or not. */
const asked = <A, E, R>(request: Effect.Effect<A, E, R>): Effect.Effect<void, never, R> =>
  Effect.ignore(Effect.asVoid(request))

/** Incidents that two teams serve for certain. */
const servedTwice = (store: Store) =>
  Effect.map(store.list({}, { limit: 200 }), ({ items }) => {
    const served = items.flatMap(({ team }) =>
      team.mergedInto === undefined ? incidentsOf(team).flatMap((one) => (isServed(team, one) ? [one.id] : [])) : []
    )
    return served.filter((id, index) => served.indexOf(id) !== index)
  }).pipe(Effect.orDie)

/** Looks at everything that is stored after each write. */
const watched = (store: Store): Store => {
  const look = Effect.flatMap(servedTwice(store), (twice) =>
    twice.length === 0 ? Effect.void : Effect.die(new Error(`L18: two teams serve ${twice.join(", ")}`))
  )
  return {
    ...store,
    create: (commit) => Effect.tap(store.create(commit), () => look),
    commit: (expected, commit) => Effect.tap(store.commit(expected, commit), () => look),
    point: (id, pointer) => Effect.tap(store.point(id, pointer), () => look),
    unpoint: (id, pointer) => Effect.tap(store.unpoint(id, pointer), () => look)
  }
}

/**
 * Three incidents with a team each, one of which was deleted in Teams, and two without, one of which is only linked. Everybody creates, links, merges, unlinks
 * and recreations at once, and three workers work, in any order of the store's answers.
 */
export const neverServedTwice = (numRuns: number): Promise<void> =>
  howeverItRaces(
    Effect.gen(function* () {
      const [one, two] = [yield* openTeam(), yield* openTeam()]
      const third = yield* openTeam()
      const [three, four] = [yield* incidentOf(), yield* incidentOf()]
      yield* (yield* PlatformHand).delete(two.platform)
      yield* lookAt(two.team)
      const link = (team: typeof one.team, incident: typeof one.incident, merge: boolean) =>
        linkIncident(ben, team, { incident, merge, lead: false })
      const works = (name: string) =>
        Effect.gen(function* () {
          for (let round = 0; round < rounds; round++) {
            yield* reconcileOnce(worker(name))
            yield* TestClock.adjust("5 seconds")
          }
        })
      yield* Effect.all(
        [
          asked(createTeam(ben, { incident: three.id, people: [], groups: [] })),
          asked(link(one.team, four.id, false)),
          asked(link(third.team, four.id, false)),
          asked(link(one.team, three.id, false)),
          asked(link(two.team, three.id, true)),
          asked(link(one.team, two.incident, true)),
          asked(link(two.team, one.incident, true)),
          asked(unlinkIncident(ben, one.team, three.id)),
          asked(unlinkIncident(ben, two.team, three.id)),
          asked(unlinkIncident(ben, one.team, two.incident)),
          asked(recreateTeam(ben, two.team)),
          asked(createTeam(ben, { incident: three.id, people: [], groups: [] })),
          works("a"),
          works("b"),
          works("c")
        ],
        { concurrency: "unbounded", discard: true }
      )
      yield* settle()
      const { items } = yield* (yield* TeamStore).list({}, { limit: 200 })
      const waiting = items.filter(({ team }) => team.links?.all.some(({ state }) => state !== "linked") === true)
      if (waiting.length > 0) yield* Effect.die(new Error(`${waiting.length} teams never finish linking.`))
    }),
    { numRuns, watch: watched }
  )
