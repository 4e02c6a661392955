import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { refusals, roster } from "@incident-teams/domain/team/Roster"
import { platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { as, cast, type Player } from "../testing/Cast.ts"
import { broughtByGroup, type ExpectedTeam, type Model, named, refusedByGroup, refusedByTeams } from "./Model.ts"
import type { Case, World } from "./World.ts"

/** Nothing due within so long is rest: only the daily look comes later. */
const halfADay = 12 * 60 * 60_000

/** Until nothing is left to do, and once more after the daily look. */
const settle = async (world: World): Promise<void> => {
  await world.settle(halfADay)
  await world.pass(2 * halfADay)
  await world.settle(halfADay)
}

/** Blocked, or with a page that was refused, as one is in a team that somebody archived by hand. */
const wantsRetry = (team: Team | undefined): boolean =>
  team !== undefined && (team.work.blocked !== undefined || team.chores.page._tag === "Refused")

/** Everything stops going wrong, every incident is read as it is, and work goes on until nothing is left. */
export const comeToRest = async (model: Model, world: World): Promise<void> => {
  for (const [number, { incident, team }] of world.cases.entries()) {
    await world.pass(1_000)
    await world.do(
      Effect.gen(function* () {
        if (model.teams[number]?.status !== "gone") yield* (yield* IncidentHand).change(incident, { title: "Phishing" })
        yield* observeIncident(incident)
        yield* TestClock.adjust(timing.confirmMissingAfter)
        yield* observeIncident(incident)
      })
    )
    await settle(world)
    // A person's retry is part of coming to rest: every earlier refusal is over, and nobody meddles any more.
    for (let again = 0; again < 2 && wantsRetry(world.stored(team)?.team); again++) {
      await world.do(retryTeam(as("carla"), team))
      await settle(world)
    }
  }
  world.stillHolds()
}

/** What must be so then, of each team by itself. */
export const isAsExpected = (expected: ExpectedTeam, world: World, { team: id }: Case): void => {
  const stored = world.stored(id)
  world.expect((stored !== undefined) === expected.requested, "a team is stored that nobody asked for, or isn't")
  if (stored === undefined) return
  const { team } = stored
  const truth = world.truth().find((one) => one.id === platformTeamIdOf(team))
  if (expected.deleted) {
    world.expect(team.phase === "lost", `deleted in Teams, and ${team.phase} here`)
    return
  }
  if (truth === undefined) {
    world.expect(false, "there is no team")
    return
  }
  const so = expected.archived ? "archived" : "open"
  // L1, L5
  world.expect(team.work.blocked === undefined, `L1: blocked after a retry: ${team.work.blocked?.reason}`)
  world.expect(team.phase === so, `L1: ${team.phase} although it should be ${so}`)
  world.expect(truth.archived === expected.archived, `L1: Teams shows archived ${truth.archived}`)
  world.expect(team.work.inFlight === undefined, "something is still in flight")
  // A person who archives by hand before the page is pinned keeps it out until the team is open again.
  const kept = expected.archivedByHand && expected.archived && team.chores.page._tag !== "Done"
  world.expect(truth.tabs.length === 1 || kept, `L5: the page is pinned ${truth.tabs.length} times`)
  // L3, L5: everybody who was asked in and taken, through every close and reopening meanwhile.
  const there = new Set(truth.members.map(({ id: member }) => member))
  for (const who of named) {
    world.expect(there.has(cast[who].id) === expected.isIn(who), `L3: ${who} is ${expected.isIn(who) ? "out" : "in"}`)
  }
  for (const who of broughtByGroup) {
    world.expect(
      there.has(cast[who].id) === expected.group,
      `L3: ${who}, of the group, is ${expected.group ? "out" : "in"}`
    )
  }
  world.expect(expected.ownersLeft || !there.has(cast.ines.id), "L3: the standby owner is in without need")
  // The record says of everybody whom only a hand added that it did, and of nobody else.
  const added = world.addedInTeams(id)
  const asked = new Set(world.chunks(id).flatMap(({ people }) => people.map((person) => person.id)))
  const rita = cast.rita.id
  world.expect(
    [...added].every((person) => person === rita),
    "somebody who was asked for is said to have been added in Teams"
  )
  world.expect(added.has(rita) || !there.has(rita) || asked.has(rita), "nobody is told that Rita was added in Teams")
  // L11
  const told = refusals(roster(world.chunks(id)))
  const mustBeTold: ReadonlyArray<Player> = [
    ...(expected.group ? [refusedByGroup] : []),
    ...(expected.words.get(refusedByTeams)?.asked === true ? [refusedByTeams] : [])
  ]
  for (const who of mustBeTold) {
    world.expect(
      told.some(({ person, reason }) => person.id === cast[who].id && person.name === cast[who].name && reason !== ""),
      `L11: nobody is told that ${who} was refused`
    )
  }
  // A name that the platform refused is told, as in a team that somebody archived by hand just then.
  if (!expected.archived && expected.name !== undefined && team.rename._tag !== "Refused") {
    world.expect(truth.name === expected.name, `called ${truth.name} instead of ${expected.name}`)
  }
}
