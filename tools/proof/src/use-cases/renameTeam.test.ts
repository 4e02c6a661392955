import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { PolicyHand } from "@incident-teams/adapter-memory/MemoryCreationPolicy"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { Directory, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import { handOn } from "@incident-teams/application/testing/Hand"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as } from "../testing/Cast.ts"
import { howeverItRaces } from "../testing/interleaved.ts"
import { inMemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { lostTeam, openTeam, requestedTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

const naming = (pattern: string, ...blockedWords: ReadonlyArray<string>) =>
  Effect.map(PolicyHand, (hand) => hand.setNaming({ pattern, blockedWords }))

describe("renaming a team", () => {
  it("changes what was named and keeps the rest, in Teams too", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ name: "Mail", description: "Before" })
        yield* renameTeam(as("ben"), team, { name: " Mail campaign " })
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ name: "Mail campaign", description: "Before" })
        yield* renameTeam(as("ben"), team, { description: " " })
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ name: "Mail campaign", description: "" })
      })
    ))

  it("before the team is made, makes it under the new name", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam({ name: "Mail" })
        yield* renameTeam(as("ben"), team, { name: "Mail campaign" })
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ name: "Mail campaign" })
      })
    ))

  it("waits while the team is archived", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam({ name: "Mail" })
        const hand = yield* IncidentHand
        yield* TestClock.adjust("1 second")
        yield* hand.close(incident)
        yield* observeIncident(incident)
        yield* settle()
        yield* renameTeam(as("ben"), team, { name: "Mail campaign" })
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ name: "Mail", archived: true })
        yield* TestClock.adjust("1 second")
        yield* hand.reopen(incident)
        yield* observeIncident(incident)
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ name: "Mail campaign", archived: false })
      })
    ))

  it("follows the tenant's naming policy, in the words of the person who renames", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        yield* naming("[GroupName] ([Department])", "CEO")
        yield* renameTeam(as("ben"), team, { name: "Mail" })
        expect((yield* stored(team)).team.name).toBe("Mail (Security)")
        expect(yield* refusalOf(renameTeam(as("ben"), team, { name: "The ceo" }))).toMatchObject({
          _tag: "InvalidTeamName",
          field: "name",
          problem: expect.stringContaining('"CEO"')
        })
      })
    ))

  it("of the description alone needs no word of the directory", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        const down = new DirectoryUnavailable({ reason: "Down.", cause: undefined })
        yield* Effect.map(handOn(Directory), (hand) => hand.failNext("any", down, { times: 100 }))
        yield* renameTeam(as("ben"), team, { description: "Logs wanted" })
        expect((yield* stored(team)).team.description).toBe("Logs wanted")
        expect(yield* refusalOf(renameTeam(as("ben"), team, { name: "Mail" }))).toMatchObject({
          _tag: "DirectoryUnavailable"
        })
      })
    ))

  it("is held to the state that its caller read, also when somebody changes it at the same moment", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam({ name: "Read" })
        const rename = (name: string) =>
          Effect.result(
            renameTeam(as("ben"), team, { name, unchanged: ({ stored: { team: its } }) => its.name === "Read" })
          )
        const results = yield* Effect.all([rename("One"), rename("Other")], { concurrency: "unbounded" })
        const names = results.filter(Result.isSuccess).map(({ success }) => success.stored.team.name)
        expect(names).toEqual([(yield* stored(team)).team.name])
        expect(results.filter(Result.isFailure).map(({ failure }) => failure)).toMatchObject([
          { _tag: "TeamChangedSince", team }
        ])
      })
    ))

  it("is refused for what Teams can't take, naming the field and the remedy, and for a team that is lost", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        const cases = [
          [{ name: "" }, { _tag: "InvalidTeamName", field: "name", problem: "The name is blank." }],
          [
            { name: "n".repeat(300) },
            { _tag: "InvalidTeamName", field: "name", remedy: "Shorten it to 256 characters." }
          ],
          [
            { name: "Fine", description: "d".repeat(1_030) },
            { _tag: "InvalidTeamDescription", field: "description", remedy: "Shorten it to 1,024 characters." }
          ]
        ] as const
        for (const [request, failure] of cases) {
          expect(yield* refusalOf(renameTeam(as("ben"), team, request))).toMatchObject(failure)
        }
        const lost = yield* lostTeam()
        expect(yield* refusalOf(renameTeam(as("ben"), lost.team, { name: "Fine" }))).toMatchObject({
          _tag: "TeamIsLost"
        })
      })
    ))
})
