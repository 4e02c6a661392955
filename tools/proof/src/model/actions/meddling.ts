import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { handOn } from "@incident-teams/application/testing/Hand"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import * as fc from "fast-check"
import { cast, type Player } from "../../testing/Cast.ts"
import type { ExpectedTeam } from "../Model.ts"
import { archivedReadsLate, platformMoods } from "../platformMoods.ts"
import type { World } from "../World.ts"
import { Action } from "./Action.ts"
import { which } from "./which.ts"

/** The platform's moods: what the next calls meet, how long operations take, how late reads are. */
export const misfortune: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...platformMoods).map(
      (mood) =>
        new Action(`Teams: ${mood.name}`, (_, world) =>
          world.do(
            Effect.gen(function* () {
              yield* mood.fall(yield* handOn(CollaborationPlatform), yield* PlatformHand)
            })
          )
        )
    )
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        groupReadyAfter: fc.constantFrom(0, 30_000),
        operationTakes: fc.constantFrom(1_000, 20_000, 200_000, 900_000),
        archivedReadsLate: fc.constantFrom(0, archivedReadsLate)
      })
      .map(
        (behavior) =>
          new Action(`Teams: ${JSON.stringify(behavior)}`, (_, world) =>
            world.do(Effect.flatMap(PlatformHand, (hand) => hand.behave(behavior)))
          )
      )
  }
)

type Deed = (
  hand: PlatformHand["Service"],
  id: PlatformTeamId,
  expected: ExpectedTeam,
  world: World
) => Effect.Effect<void> | undefined

/** What people do in Teams itself, once there is a team. */
const inTeams = (name: string, deed: Deed) =>
  which.map(
    (number) =>
      new Action(`somebody ${name} in Teams (${number})`, async (model, world) => {
        const { team } = world.cases[number]
        const stored = world.stored(team)
        const id = stored === undefined ? undefined : platformTeamIdOf(stored.team)
        const there = world.truth().find((one) => one.id === id)
        if (id === undefined || there?.link === undefined) return
        await world.do(
          Effect.flatMap(PlatformHand, (hand) => deed(hand, id, model.teams[number], world) ?? Effect.void)
        )
      })
  )

const archives = inTeams("archives", (hand, id, expected) => {
  expected.archivedByHand = true
  return hand.archive(id)
})
const unarchives = inTeams("unarchives", (hand, id) => hand.unarchive(id))
const deletes = inTeams("deletes", (hand, id, expected) => {
  expected.deleted = true
  return hand.delete(id)
})
const restores = inTeams("restores", (hand, id, expected) => {
  expected.deleted = false
  return hand.restore(id)
})

const isIn = (world: World, id: PlatformTeamId, who: Player): boolean =>
  world.truth().some((team) => team.id === id && team.members.some((member) => member.id === cast[who].id))

const bringsIn = inTeams("brings Rita in", (hand, id, expected, world) => {
  // While we are at it ourselves, who comes last is anybody's guess.
  if (world.isChangingPeople(id) || isIn(world, id, "rita")) return undefined
  expected.say("rita", { asked: expected.words.get("rita")?.asked ?? false, byHand: "added" })
  return hand.add(id, { id: cast.rita.id, name: cast.rita.name, role: "member" })
})

const throwsOut = inTeams("throws Dev out", (hand, id, expected, world) => {
  if (world.isChangingPeople(id) || !isIn(world, id, "dev")) return undefined
  expected.say("dev", { asked: expected.words.get("dev")?.asked ?? false, byHand: "removed" })
  return hand.remove(id, cast.dev.id)
})

const ownersLeave = inTeams("takes all owners away", (hand, id, expected, world) => {
  expected.ownersLeft = true
  const owners = world
    .truth()
    .flatMap((team) => (team.id === id ? team.members.filter(({ role }) => role === "owner") : []))
  return Effect.forEach(owners, (owner) => hand.remove(id, owner.id), { discard: true })
})

export const meddling: fc.Arbitrary<Action> = fc.oneof(archives, unarchives, bringsIn, throwsOut, ownersLeave)
export const deletingTeams: fc.Arbitrary<Action> = fc.oneof(deletes, restores)
