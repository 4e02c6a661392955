import { isDeepStrictEqual } from "node:util"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { ProviderHand } from "@incident-teams/adapter-memory/MemoryProviderIncidents"
import { teamOfIncident } from "@incident-teams/application/deployment/teamOfIncident"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { servingTeam } from "@incident-teams/application/links/servingTeam"
import { CollaborationPlatform, PlatformUncertain } from "@incident-teams/application/ports/CollaborationPlatform"
import { Directory, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import { IncidentSource, IncidentSourceUnavailable } from "@incident-teams/application/ports/IncidentSource"
import { ProviderIncidents, ProviderUnavailable } from "@incident-teams/application/ports/ProviderIncidents"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { linkIncident, unlinkIncident } from "@incident-teams/application/use-cases/teamIncidents"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { incidentsOf, isServed } from "@incident-teams/domain/team/served"
import { Context, Effect, Option, Random, Result } from "effect"
import { TestClock } from "effect/testing"
import { type Doom, mortal, Mortal } from "../reconcile/Mortal.ts"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, type Player } from "../testing/Cast.ts"
import { incidentOf, inMemoryWorld, whileTimePasses } from "../testing/MemoryWorld.ts"
import { stored, truthOf } from "../testing/teamsInTheWorld.ts"

/**
 * How two incidents come to share a team: one is linked by hand; one is merged into another one without a team, which only
 * Defender names; two with a team each are merged, by number.
 */
export const occasions = ["link", "merge", "merge of two teams"] as const
export type Occasion = (typeof occasions)[number]

const ben = as("ben")

/** Two incidents of which the first has a team, with Dev; the second one too, with Rita, if two teams are merged. */
const begin = Effect.fnUntraced(function* (occasion: Occasion) {
  const inDefender = (providerIncidentId: string) => incidentOf({ providerName: "Microsoft XDR", providerIncidentId })
  const [one, other] = [yield* inDefender("d1"), yield* inDefender("d2")]
  const teamOf = Effect.fnUntraced(function* (incident: Incident, who: Player) {
    const { stored: created } = yield* createTeam(ben, { incident: incident.id, people: [cast[who].id], groups: [] })
    return created.id
  })
  const own = yield* teamOf(one, "dev")
  const second = occasion === "merge of two teams" ? yield* teamOf(other, "rita") : undefined
  yield* settle()
  return { one, other, own, second }
})

const merge = Effect.fnUntraced(function* (occasion: Occasion, one: Incident, other: Incident) {
  ;(yield* ProviderHand).merge("d1", "d2")
  const merged = occasion === "merge" ? {} : { into: other.number }
  yield* (yield* IncidentHand).change(one.id, { status: "Closed", merged })
  yield* observeIncident(one.id)
})

/** Everything that a link or a merge does to the world or asks of it, under the doom. */
const under = Effect.fnUntraced(function* (life: Mortal) {
  const why = { reason: "No answer.", cause: "lost" }
  const [store, source] = [new StoreUnavailable(why), new IncidentSourceUnavailable(why)]
  return Context.empty().pipe(
    Context.add(
      TeamStore,
      mortal(
        yield* TeamStore,
        ["load", "pointers", "chunks", "roster", "commit", "release", "claim", "point", "unpoint"],
        life,
        Effect.fail(store)
      )
    ),
    Context.add(
      CollaborationPlatform,
      mortal(
        yield* CollaborationPlatform,
        ["addMembers", "archive", "unarchive", "operation", "read"],
        life,
        Effect.fail(new PlatformUncertain(why))
      )
    ),
    Context.add(
      IncidentSource,
      mortal(yield* IncidentSource, ["observe", "find", "get", "putComment"], life, Effect.fail(source))
    ),
    Context.add(
      ProviderIncidents,
      mortal(yield* ProviderIncidents, ["read"], life, Effect.fail(new ProviderUnavailable(why)))
    ),
    Context.add(Directory, mortal(yield* Directory, ["people"], life, Effect.fail(new DirectoryUnavailable(why))))
  )
})

/** What all of it came to: who serves the incidents, and how the teams look on the platform. */
const shown = Effect.fnUntraced(function* (ids: ReadonlyArray<TeamId>, incidents: ReadonlyArray<TeamId>) {
  const teams = yield* Effect.forEach(ids, (id) =>
    Effect.gen(function* () {
      const { team } = yield* stored(id)
      const { archived, members, tabs } = yield* truthOf(id)
      return {
        phase: team.phase,
        archived,
        tabs: tabs.length,
        incidents: incidentsOf(team).map((one) => ({ number: one.number, served: isServed(team, one) })),
        links: team.links?.all.map(({ state }) => state) ?? [],
        isBusy: team.work.inFlight !== undefined || team.work.blocked !== undefined,
        people: members.map(({ name }) => name).toSorted()
      }
    })
  )
  const serving = yield* Effect.forEach(incidents, servingTeam)
  return {
    teams,
    serving: serving.map((found) => ids.findIndex((id) => Option.exists(found, (one) => one.id === id)))
  }
})

/**
 * A life in which incidents come to share a team, and part again, with one mishap: at the n-th access to the store, or call,
 * before or after its effect, the process dies and is started again, or goes on without an answer. A person who
 * asked for something and had no answer asks again.
 */
const liveWith = (occasion: Occasion, doom?: Doom) =>
  inMemoryWorld(
    Effect.gen(function* () {
      const { one, other, own, second } = yield* begin(occasion)
      const life = new Mortal(doom)
      const doomed = yield* under(life)
      const work = Effect.andThen(
        Effect.catchCause(Effect.provideContext(settle("doomed"), doomed), () => Effect.void),
        Effect.suspend(() => settle("risen"))
      )
      /** Refused the second time, it was done the first time. */
      const ask = <A, E, R>(request: Effect.Effect<A, E, R>) =>
        Effect.catchCause(Effect.asVoid(Effect.provideContext(request, doomed)), () => Effect.result(request))

      yield* occasion === "link"
        ? ask(linkIncident(ben, own, { incident: other.id, lead: false, merge: false }))
        : ask(merge(occasion, one, other))
      yield* work
      yield* TestClock.adjust("16 minutes")
      yield* work
      const ids = second === undefined ? [own] : [own, second]
      const incidents = [own, yield* teamOfIncident(other.id)]
      const shared = yield* shown(ids, incidents)
      const another = yield* Effect.result(createTeam(ben, { incident: other.id, people: [], groups: [] }))

      const [team, incident] = second === undefined ? [own, other] : [second, one]
      yield* ask(unlinkIncident(ben, team, incident.id))
      yield* work
      return {
        points: life.done,
        shared,
        another: Result.isFailure(another) ? another.failure._tag : "created",
        parted: yield* shown(ids, incidents)
      }
      // The same jitter in every life, so that the n-th access is the same one.
    }).pipe(whileTimePasses, Random.withSeed("one life"))
  )

/**
 * What ended in another way than a life without a mishap, in a life for each `every`-th access or call: before and after its
 * effect, by a death and by a lost answer.
 */
export const unlikeUndisturbed = async (occasion: Occasion, every = 1) => {
  const { points, ...undisturbed } = await liveWith(occasion)
  const differences: Array<{ readonly doom: Doom; readonly end: unknown }> = []
  for (let at = every; at <= points; at += every) {
    for (const when of ["before", "after"] as const) {
      for (const survives of [false, true]) {
        const doom = { at, when, survives }
        const { points: reached, ...end } = await liveWith(occasion, doom)
        if (reached < at || !isDeepStrictEqual(end, undisturbed)) differences.push({ doom, end })
      }
    }
  }
  return differences
}
