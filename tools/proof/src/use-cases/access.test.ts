import { sentinelReader, sentinelResponder } from "@incident-teams/adapter-memory/BuiltInRoles"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { listAccessRequests } from "@incident-teams/application/use-cases/listAccessRequests"
import { joinTeam, requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { pendingAccessRequests } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, crowd, named, workspaces } from "../testing/Cast.ts"
import { inMemoryWorld, refusalOf, Remembered } from "../testing/MemoryWorld.ts"
import { history, lostTeam, openTeam, requestedTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

const requestIn = (team: TeamId) =>
  Effect.flatMap(stored(team), ({ team: { people } }) => {
    const [request] = people.accessRequests
    return request === undefined ? Effect.die(new Error("Nobody asked.")) : Effect.succeed(request)
  })

const members = (team: TeamId) => Effect.map(truthOf(team), (truth) => truth.members.map(({ name }) => name))

describe("asking for access", () => {
  it("waits for an owner, whose approval lets the person in", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* requestAccess(as("dev"), team, "I run the mail gateway.")
        const request = yield* requestIn(team)
        expect(request).toMatchObject({ person: named(cast.dev), reason: "I run the mail gateway." })
        yield* settle()
        expect(yield* members(team)).not.toContain("Dev Sample")
        yield* decideAccess(as("ben"), team, { request: request.id, approve: true })
        yield* settle()
        expect(yield* members(team)).toContain("Dev Sample")
        expect((yield* listAccessRequests(as("ben"), team)).requests).toEqual([])
      })
    ))

  it("ends with an owner's refusal, which the person is shown with its reason; they may ask again after an hour", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ owner: cast.ines.id })
        yield* requestAccess(as("dev"), team, "Please.")
        const request = yield* requestIn(team)
        yield* decideAccess(as("ines"), team, { request: request.id, approve: false, reason: "Ask your lead first." })
        yield* settle()
        expect(yield* members(team)).not.toContain("Dev Sample")
        const { teams } = yield* Remembered
        expect(teams.rows.get(team)?.events.at(-1)).toMatchObject({
          _tag: "AccessDecided",
          approved: false,
          reason: "Ask your lead first.",
          person: named(cast.dev),
          by: { _tag: "User", ...named(cast.ines) }
        })
        const by = { _tag: "User", ...named(cast.ines) }
        expect(yield* listAccessRequests(as("dev"), team)).toMatchObject({
          requests: [],
          access: { wayIn: "request", denial: { by, reason: "Ask your lead first." } }
        })
        expect((yield* listAccessRequests(as("rita"), team)).access).not.toHaveProperty("denial")
        expect(yield* refusalOf(requestAccess(as("dev"), team, "Please!"))).toMatchObject({
          _tag: "AccessDeniedRecently",
          by,
          reason: "Ask your lead first.",
          afterMillis: 3_600_000
        })
        yield* TestClock.adjust("1 hour")
        yield* requestAccess(as("dev"), team, "My lead agrees.")
        expect(yield* requestIn(team)).toMatchObject({ reason: "My lead agrees." })
      })
    ))

  it("again while it waits changes nothing", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* requestAccess(as("dev"), team, "Please.")
        const before = yield* stored(team)
        const again = yield* requestAccess(as("dev"), team, "Please!")
        expect(again).toEqual({ _tag: "Changed", stored: before, operationNumber: 0, warnings: [] })
      })
    ))

  it("is approved in the same commit where nobody decides", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        const { teams } = yield* Remembered
        const commits = teams.changes.length
        yield* requestAccess(as("dev"), team, "Please.")
        expect(teams.changes.length).toBe(commits + 1)
        expect((yield* history(team)).slice(-3)).toEqual(["AccessRequested", "AccessDecided", "PeopleRequested"])
        expect((yield* stored(team)).team.people.accessRequests).toEqual([])
        yield* settle()
        expect(yield* members(team)).toContain("Dev Sample")
      }),
      { deployment: { accessDecision: "automatic" } }
    ))

  it("is approved where nobody decides any more, also when it waited from before", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* requestAccess(as("dev"), team, "Please.")
        yield* requestAccess(as("dev"), team, "Please!").pipe(
          Effect.provideService(Deployment, { ...(yield* Deployment), accessDecision: "automatic" })
        )
        expect((yield* stored(team)).team.people.accessRequests).toEqual([])
        yield* settle()
        expect(yield* members(team)).toContain("Dev Sample")
      })
    ))

  it("is refused to people who are in the team", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.dev.id] })
        expect(yield* refusalOf(requestAccess(as("dev"), team, "Please."))).toMatchObject({ _tag: "AlreadyInTeam" })
        expect(yield* refusalOf(requestAccess(as("ben"), team, "Please."))).toMatchObject({ _tag: "AlreadyInTeam" })
      })
    ))

  it("is refused while too many wait", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        const { assign } = yield* RightsHand
        for (const one of crowd(pendingAccessRequests + 1)) assign(one.id, workspaces.soc, sentinelReader)
        for (const one of crowd(pendingAccessRequests)) yield* requestAccess(as(one), team, "Please.")
        expect(yield* refusalOf(requestAccess(as("dev"), team, "Please."))).toMatchObject({
          _tag: "TooManyAccessRequests",
          limit: pendingAccessRequests
        })
      })
    ))

  it("is refused for a team that is lost", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* lostTeam()
        expect(yield* refusalOf(requestAccess(as("dev"), team, "Please."))).toMatchObject({ _tag: "TeamIsLost" })
      })
    ))
})

describe("a decision on access", () => {
  it("is taken on a request that waits, once", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* requestAccess(as("dev"), team, "Please.")
        const { id } = yield* requestIn(team)
        yield* decideAccess(as("ben"), team, { request: id, approve: true })
        for (const request of [id, "another"]) {
          expect(yield* refusalOf(decideAccess(as("ben"), team, { request, approve: false }))).toMatchObject({
            _tag: "NoSuchAccessRequest",
            request
          })
        }
      })
    ))

  it("is for those who may add people, and neither a Reader's nor a member's", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.elif.id] })
        yield* requestAccess(as("dev"), team, "Please.")
        const { id } = yield* requestIn(team)
        for (const who of ["rita", "elif", "dev"] as const) {
          expect(yield* refusalOf(decideAccess(as(who), team, { request: id, approve: true }))).toMatchObject({
            _tag: "NotAllowed",
            needs: expect.stringMatching(/^to be an owner of the team, or .*incidents\/write/u)
          })
          expect(yield* refusalOf(addPeople(as(who), team, { people: [cast.dev.id], groups: [] }))).toMatchObject({
            _tag: "NotAllowed"
          })
        }
        yield* decideAccess(as("chloe"), team, { request: id, approve: true })
        yield* settle()
        expect(yield* members(team)).toContain("Dev Sample")
      })
    ))
})

describe("someone who may add people", () => {
  it("joins at once instead of waiting for a decision, and is in the record as having added themselves", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        const { teams } = yield* Remembered
        yield* requestAccess(as("chloe"), team, "I am on duty.")
        expect((yield* stored(team)).team.people.accessRequests).toEqual([])
        expect(teams.rows.get(team)?.events.at(-1)).toMatchObject({
          _tag: "PeopleRequested",
          people: [named(cast.chloe)],
          by: { _tag: "User", ...named(cast.chloe) }
        })
        yield* settle()
        expect(yield* members(team)).toContain("Chloe Sample")
        const joined = (yield* stored(team)).version
        yield* joinTeam(as("chloe"), team)
        expect((yield* stored(team)).version).toBe(joined)
        expect(yield* refusalOf(requestAccess(as("chloe"), team, "Again."))).toMatchObject({ _tag: "AlreadyInTeam" })
      })
    ))

  it("decides on a waiting request by joining", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* requestAccess(as("dev"), team, "Please.")
        const { assign } = yield* RightsHand
        assign(cast.dev.id, workspaces.soc, sentinelResponder)
        yield* joinTeam(as("dev"), team)
        expect((yield* history(team)).slice(-2)).toEqual(["AccessDecided", "PeopleRequested"])
        expect((yield* stored(team)).team.people.accessRequests).toEqual([])
      })
    ))
})
