import type { Session } from "@incident-teams/application/ports/Session"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { getTeam } from "@incident-teams/application/use-cases/getTeam"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { recreateTeam, restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option, Result } from "effect"
import * as fc from "fast-check"
import { as, cast, colleague, groups, type Player } from "../../testing/Cast.ts"
import { type MemoryWorld, outcomeOf } from "../../testing/MemoryWorld.ts"
import { type ExpectedTeam, named } from "../Model.ts"
import { Action } from "./Action.ts"
import { which } from "./which.ts"

/** L9, L7: only these two may create; others are refused, and nothing is changed or called. */
const mayCreate: ReadonlySet<Player> = new Set(["ben", "carla"])

const creates = fc
  .tuple(
    which,
    fc.constantFrom<Player>("ben", "ben", "carla", "chloe", "dev", "elif"),
    fc.subarray([...named]),
    fc.boolean()
  )
  .map(
    ([number, who, people, withGroup]) =>
      new Action(`${who} asks for a team for incident ${number}`, async (model, world) => {
        const expected = model.teams[number]
        const outcome = await world.do(
          outcomeOf(
            createTeam(as(who), {
              incident: world.cases[number].incident,
              people: people.map((one) => cast[one].id),
              groups: withGroup ? [groups.tier1.id] : []
            })
          )
        )
        const allowed = mayCreate.has(who) && expected.status === "open" && !expected.requested
        world.expect(Result.isSuccess(outcome) === allowed, `L9: ${who}'s asking for a team was judged wrongly`)
        if (!allowed) return
        expected.requested = true
        expected.group = withGroup
        for (const one of people) expected.say(one, { asked: true })
      })
  )

/** Somebody of the tenant without any role, and in no team. */
const stranger = as(colleague(99, "Stranger Sample"))

/** A request about a team: callers who may not make it are refused, and those who may only for its own sake. */
const asks = <E>(
  name: string,
  request: (who: Session, team: TeamId) => Effect.Effect<unknown, E, MemoryWorld>,
  expectation: (expected: ExpectedTeam) => void = () => undefined
) =>
  fc.tuple(which, fc.constantFrom("Ben", "Ben", "Ben", "a stranger")).map(
    ([number, who]) =>
      new Action(`${who} ${name} team ${number}`, async (model, world) => {
        const outcome = await world.do(
          outcomeOf(request(who === "Ben" ? as("ben") : stranger, world.cases[number].team))
        )
        if (Result.isFailure(outcome)) return
        world.expect(who === "Ben", "L9: a stranger could do something with a team")
        expectation(model.teams[number])
      })
  )

const someone = fc.constantFrom(...named)

const adds = someone.chain((one) =>
  asks(
    `adds ${one} to`,
    (who, team) => addPeople(who, team, { people: [cast[one].id], groups: [] }),
    (expected) => expected.say(one, { asked: true })
  )
)

const removes = someone.chain((one) =>
  asks(
    `removes ${one} from`,
    (who, team) => removePeople(who, team, { people: [cast[one].id], groups: [] }),
    (expected) => expected.say(one, { asked: false })
  )
)

const addsGroup = asks(
  "adds a group to",
  (who, team) => addPeople(who, team, { people: [], groups: [groups.tier1.id] }),
  (expected) => {
    expected.group = true
  }
)

const renames = fc.integer({ min: 1, max: 3 }).chain((number) =>
  asks(
    `gives name ${number} to`,
    (who, team) => renameTeam(who, team, { name: `Name ${number}` }),
    (expected) => {
      expected.name = `Name ${number}`
    }
  )
)

const opens = asks("opens", (who, team) => getTeam(who, team))
const retries = asks("retries", (who, team) => retryTeam(who, team))
const restores = asks(
  "restores",
  (who, team) => restoreTeam(who, team),
  (expected) => {
    expected.deleted = false
  }
)
const recreations = asks(
  "recreates",
  (who, team) => recreateTeam(who, team),
  (expected) => expected.recreated()
)

/** Dev is a Reader, who may ask to be let in. */
const asksIn = asks("lets Dev ask for access to", (who, team) =>
  requestAccess(who === stranger ? stranger : as("dev"), team, "I run the mail gateway.")
)

const letsIn = asks(
  "lets in people who asked for",
  (who, team) =>
    Effect.gen(function* () {
      const stored = Option.getOrUndefined(yield* (yield* TeamStore).load(team))
      const request = stored?.team.people.accessRequests[0]?.id ?? "none"
      return yield* decideAccess(who, team, { request, approve: true })
    }),
  (expected) => expected.say("dev", { asked: true })
)

export const asking: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: creates },
  { weight: 3, arbitrary: adds },
  { weight: 3, arbitrary: removes },
  { weight: 1, arbitrary: addsGroup },
  { weight: 1, arbitrary: renames },
  { weight: 2, arbitrary: opens },
  { weight: 2, arbitrary: retries },
  { weight: 1, arbitrary: asksIn },
  { weight: 1, arbitrary: letsIn }
)

/** What is left to do for a team that was deleted in Teams. */
export const rescuing: fc.Arbitrary<Action> = fc.oneof(restores, recreations)
