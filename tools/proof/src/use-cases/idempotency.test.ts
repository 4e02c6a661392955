import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { DirectoryHand } from "@incident-teams/adapter-memory/MemoryDirectory"
import type { Changed } from "@incident-teams/application/changes/decideAndCommit"
import { type Accepted, type RequestKey, underKey } from "@incident-teams/application/changes/RequestKey"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { type CreatedTeam, createTeam } from "@incident-teams/application/use-cases/createTeam"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { recreateTeam, restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { noAzureRights } from "@incident-teams/domain/permissions/AzureActions"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, groups, workspaces } from "../testing/Cast.ts"
import { howeverItRaces } from "../testing/interleaved.ts"
import { inMemoryWorld, incidentOf, type MemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { blockedTeam, history, lostTeam, openTeam, requestedTeam } from "../testing/teamsInTheWorld.ts"

/** One body of one caller; the answer tells the state that the request led to. */
const keyed = (bodyHash = "body", key = "key"): RequestKey => ({
  scope: "User ben",
  key,
  bodyHash,
  answer: ({ name, people: { nextChunk, accessRequests }, generation, updatedAt }) =>
    JSON.stringify({ name, nextChunk, accessRequests, generation, updatedAt })
})

interface Prepared {
  readonly incident: IncidentId
  readonly team: TeamId
}

type Answer = Changed | CreatedTeam

/** Every use case that changes a team: what must be so before, and the request. */
const requests: Record<
  string,
  {
    readonly before: Effect.Effect<Prepared, unknown, MemoryWorld>
    readonly request: (on: Prepared) => Effect.Effect<Answer, unknown, MemoryWorld>
  }
> = {
  "adding people": {
    before: requestedTeam(),
    request: ({ team }) => addPeople(as("ben"), team, { people: [cast.chloe.id], groups: [groups.tier1.id] })
  },
  "removing people": {
    before: requestedTeam({ people: [cast.chloe.id], groups: [groups.tier1.id] }),
    request: ({ team }) => removePeople(as("ben"), team, { people: [cast.chloe.id], groups: [groups.tier1.id] })
  },
  "renaming a team": {
    before: requestedTeam(),
    request: ({ team }) => renameTeam(as("ben"), team, { name: "Another" })
  },
  "renaming a team to what it is called": {
    before: requestedTeam({ name: "Same" }),
    request: ({ team }) => renameTeam(as("ben"), team, { name: "Same" })
  },
  "asking for access": {
    before: requestedTeam(),
    request: ({ team }) => requestAccess(as("dev"), team, "I run the mail gateway.")
  },
  "deciding on access": {
    before: Effect.tap(requestedTeam(), ({ team }) => requestAccess(as("dev"), team, "Please.")),
    request: ({ team }) =>
      Effect.flatMap(askedRequest(team), (request) => decideAccess(as("ben"), team, { request, approve: true }))
  },
  retrying: { before: blockedTeam, request: ({ team }) => retryTeam(as("ben"), team) },
  restoring: { before: lostTeam(), request: ({ team }) => restoreTeam(as("ben"), team) },
  recreating: {
    before: lostTeam({ people: [cast.chloe.id] }),
    request: ({ team }) => recreateTeam(as("ben"), team)
  },
  "creating a team": {
    before: Effect.flatMap(requestedTeam(), ({ team }) =>
      Effect.map(incidentOf({ title: "Another" }), (incident) => ({ incident: incident.id, team }))
    ),
    request: ({ incident }) => createTeam(as("ben"), { incident, people: [cast.chloe.id], groups: [groups.tier1.id] })
  }
}

/** The first request for access to a team, decided or not. */
const askedRequest = (team: TeamId) =>
  Effect.map(
    Effect.flatMap(TeamStore, (store) => store.timeline(team, 0, 1_000)),
    (events) => events.flatMap(({ event }) => (event._tag === "AccessRequested" ? [event.request] : [])).join()
  )

const answerOf = (answer: Answer): string =>
  answer._tag === "Replayed" ? answer.answer : keyed().answer(answer.stored.team, answer)

/** How many commits there were so far, to all teams. */
const commits = Effect.map(
  Effect.flatMap(TeamStore, (store) => store.changes(Option.some("0"), 10_000)),
  ({ changes }) => changes.length
)

describe.each(Object.entries(requests))("%s with an Idempotency-Key", (_, { before, request }) => {
  it("has one effect and one answer, however often it is asked and with anything in between", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const on = yield* before
        const already = yield* commits
        const first = yield* request(on).pipe(underKey(keyed()))
        expect(yield* commits).toBe(already + 1)
        const happened = yield* history(first.stored.id)
        const again = yield* request(on).pipe(underKey(keyed()))
        expect(again).toMatchObject({ _tag: "Replayed", answer: answerOf(first) })
        expect(yield* commits).toBe(already + 1)
        expect(yield* history(first.stored.id)).toEqual(happened)

        // The world has moved on: the work is done, the incident closed and deleted, a colleague gone.
        yield* settle()
        const incidents = yield* IncidentHand
        yield* incidents.close(on.incident)
        yield* observeIncident(on.incident)
        yield* settle()
        yield* incidents.delete(on.incident)
        yield* Effect.map(DirectoryHand, (hand) => hand.remove(cast.chloe.id))
        const moved = yield* commits
        expect(yield* request(on).pipe(underKey(keyed()))).toMatchObject({ _tag: "Replayed", answer: answerOf(first) })
        expect(yield* commits).toBe(moved)
      })
    ))

  it("is refused for another body, and stores nothing", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const on = yield* before
        yield* request(on).pipe(underKey(keyed()))
        expect(yield* refusalOf(request(on).pipe(underKey(keyed("another body"))))).toMatchObject({
          _tag: "IdempotencyKeyReused",
          key: "key"
        })
      })
    ))

  it("has one effect and one answer also when both are asked at once", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const on = yield* before
        const already = yield* commits
        const answers = yield* Effect.all([request(on).pipe(underKey(keyed())), request(on).pipe(underKey(keyed()))], {
          concurrency: "unbounded"
        })
        expect(answers.filter(({ _tag }) => _tag === "Replayed")).toHaveLength(1)
        expect(new Set(answers.map(answerOf)).size).toBe(1)
        expect(yield* commits).toBe(already + 1)
      }),
      { numRuns: 15 }
    ))

  it("lets one of two bodies through when both are asked at once", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const on = yield* before
        const already = yield* commits
        const results = yield* Effect.all(
          [
            Effect.result(request(on).pipe(underKey(keyed("one")))),
            Effect.result(request(on).pipe(underKey(keyed("other"))))
          ],
          { concurrency: "unbounded" }
        )
        const failures = results.filter(Result.isFailure).map(({ failure }) => failure)
        expect(failures).toMatchObject([{ _tag: "IdempotencyKeyReused" }])
        expect(yield* commits).toBe(already + 1)
      }),
      { numRuns: 15 }
    ))
})

describe("an Idempotency-Key", () => {
  it("that a refused request came with is free for the next one", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        yield* refusalOf(renameTeam(as("ben"), team, { name: " " }).pipe(underKey(keyed("blank"))))
        const changed = yield* renameTeam(as("ben"), team, { name: "Better" }).pipe(underKey(keyed("better")))
        expect(changed).toMatchObject({ _tag: "Changed", stored: { team: { name: "Better" } } })
      })
    ))

  it("is its caller's own", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        yield* renameTeam(as("ben"), team, { name: "One" }).pipe(underKey(keyed()))
        const other = { ...keyed("other"), scope: "User carla" }
        expect(yield* renameTeam(as("carla"), team, { name: "Two" }).pipe(underKey(other))).toMatchObject({
          _tag: "Changed",
          stored: { team: { name: "Two" } }
        })
      })
    ))

  it("keeps the warnings with the answer", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        const key = {
          ...keyed(),
          answer: (_: Team, { warnings }: Accepted) => warnings.map(({ person }) => person.name).join()
        }
        const request = addPeople(as("ben"), team, { people: [cast.farid.id, cast.chloe.id], groups: [] }).pipe(
          underKey(key)
        )
        expect(yield* request).toMatchObject({ warnings: [{ person: { name: "Farid Sample" } }] })
        expect(yield* request).toMatchObject({ _tag: "Replayed", answer: "Farid Sample" })
        const incident = yield* incidentOf()
        const create = createTeam(as("ben"), { incident: incident.id, people: [cast.farid.id], groups: [] }).pipe(
          underKey(key)
        )
        expect((yield* create)._tag).toBe("Created")
        expect(yield* create).toMatchObject({ _tag: "Replayed", answer: "Farid Sample" })
      })
    ))

  it("is forgotten after a day", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        yield* renameTeam(as("ben"), team, { name: "One" }).pipe(underKey(keyed("one")))
        yield* TestClock.adjust("24 hours")
        const changed = yield* renameTeam(as("ben"), team, { name: "Two" }).pipe(underKey(keyed("two")))
        expect(changed).toMatchObject({ _tag: "Changed", stored: { team: { name: "Two" } } })
      })
    ))

  it("doesn't open what its caller may no longer do", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* renameTeam(as("chloe"), team, { name: "One" }).pipe(underKey(keyed()))
        yield* Effect.map(RightsHand, (hand) => hand.set(cast.chloe.id, workspaces.soc, noAzureRights))
        expect(yield* refusalOf(renameTeam(as("chloe"), team, { name: "One" }).pipe(underKey(keyed())))).toMatchObject({
          _tag: "NotAllowed"
        })
      })
    ))
})
