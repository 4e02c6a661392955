import { PolicyHand } from "@incident-teams/adapter-memory/MemoryCreationPolicy"
import { DirectoryHand } from "@incident-teams/adapter-memory/MemoryDirectory"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { Directory } from "@incident-teams/application/ports/Directory"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, crowd, groups, named, personId } from "../testing/Cast.ts"
import { inMemoryWorld, incidentOf } from "../testing/MemoryWorld.ts"
import { history, requestedTeam, truthOf, type Wishes } from "../testing/teamsInTheWorld.ts"

/** A team for a new incident, asked for by Ben unless told otherwise. */
const creation = (wishes: Wishes = {}, who: Parameters<typeof as>[0] = "ben") =>
  Effect.flatMap(incidentOf(), (incident) =>
    createTeam(as(who), { incident: incident.id, people: [], groups: [], ...wishes })
  )

const policy = (change: (hand: PolicyHand["Service"]) => void) => Effect.map(PolicyHand, change)

describe("creating a team", () => {
  it("needs nothing but an incident: named after it, owned by its creator alone", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf({ title: "Phishing: *urgent*", description: "Mail from outside" })
        const created = yield* createTeam(as("ben"), { incident: incident.id, people: [], groups: [] })
        expect(created).toMatchObject({ _tag: "Created", warnings: [] })
        expect(created.stored.team).toMatchObject({
          phase: "requested",
          generation: 1,
          name: "INC-1 Phishing urgent",
          description: "Microsoft Sentinel incident 1, severity Medium. Phishing: *urgent*. Mail from outside",
          people: { owners: [named(cast.ben)], standbyOwners: [named(cast.ines)], ownersSeen: [cast.ben.id] },
          createdBy: { _tag: "User", ...named(cast.ben) },
          incident: { id: incident.id, etag: incident.etag, closed: false }
        })
        expect(yield* history(created.stored.id)).toEqual(["TeamRequested"])
        expect(yield* (yield* TeamStore).nextDue()).toMatchObject({ _tag: "Some" })
      })
    ))

  it.each([
    [undefined, true, "Pending"],
    [true, true, "Pending"],
    [false, true, "NotRequested"],
    [undefined, false, "NotRequested"],
    [true, false, "NotRequested"]
  ])(
    "announces it on the incident where the request (%j) and the deployment (%j) allow it (bad day 19)",
    (announce, deployed, task) =>
      inMemoryWorld(
        Effect.gen(function* () {
          const { stored } = yield* creation(announce === undefined ? {} : { announce })
          expect(stored.team.chores.announcement._tag).toBe(task)
        }),
        { deployment: { announce: deployed } }
      )
  )

  it.each([
    [true, "Pending"],
    [false, "NotRequested"]
  ])("pins the page in every team, and installs the app where there is one: %j", (withApp, task) =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { stored } = yield* creation()
        expect(stored.team.chores).toMatchObject({ app: { _tag: task }, page: { _tag: "Pending" } })
      }),
      { deployment: { withApp } }
    )
  )

  it("takes a name, a description, people and groups, and brings them into Teams", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam({
          name: "  Mail campaign ",
          description: " Bring the logs. ",
          people: [cast.chloe.id, cast.chloe.id, cast.greta.id],
          groups: [groups.tier2.id, groups.tier2.id]
        })
        yield* settle()
        const truth = yield* truthOf(team)
        expect(truth).toMatchObject({ name: "Mail campaign", description: "Bring the logs." })
        expect(truth.members.map(({ name, role }) => `${name}: ${role}`).toSorted()).toEqual([
          "Ben Sample: owner",
          "Chloe Sample: member",
          "Elif Sample: member",
          "Greta Guest: guest",
          "Rita Sample: member"
        ])
      })
    ))

  it("names it as the tenant wants it, in the words of its creator", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* policy((hand) => hand.setNaming({ pattern: "GRP_[GroupName]_[Department]", blockedWords: ["CEO"] }))
        expect((yield* creation({ name: "Mail" })).stored.team.name).toBe("GRP_Mail_Security")
        expect((yield* creation({ name: "GRP_Mail_Security" })).stored.team.name).toBe("GRP_Mail_Security")
        expect((yield* creation()).stored.team.name).toBe("GRP_INC-3 Incident 3_Security")
        // An application has no department: its owner's counts.
        const byPlaybook = yield* creation({ owner: cast.ben.id }, "playbook")
        expect(byPlaybook.stored.team.name).toBe("GRP_INC-4 Incident 4_Security")
      })
    ))

  it("lets an application create with an owner, no matter who may create groups", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* policy((hand) => hand.setCreation({ _tag: "Nobody" }))
        const { stored: created } = yield* creation({ owner: cast.chloe.id }, "playbook")
        expect(created.team).toMatchObject({
          people: { owners: [named(cast.chloe)] },
          createdBy: { _tag: "Application", name: "playbook" }
        })
      })
    ))

  it("records a disabled person as refused, by name and reason, and goes on with the others", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { stored: created } = yield* creation({ people: [cast.hugo.id, cast.chloe.id] })
        const [chunk] = yield* (yield* TeamStore).chunks(created.id)
        expect(chunk?.people).toEqual([
          { ...named(cast.chloe), standing: { _tag: "Asked" } },
          { ...named(cast.hugo), standing: { _tag: "Refused", reason: "The account is disabled." } }
        ])
        yield* settle()
        expect((yield* truthOf(created.id)).members.map(({ name }) => name)).toContain("Chloe Sample")
        expect((yield* truthOf(created.id)).members.map(({ name }) => name)).not.toContain("Hugo Sample")
      })
    ))

  it("warns by name of people without a Teams license, and adds them", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const created = yield* creation({ people: [cast.farid.id, cast.chloe.id] })
        expect(created).toMatchObject({
          warnings: [{ person: named(cast.farid), problem: expect.stringContaining("no Teams license") }]
        })
        yield* settle()
        expect((yield* truthOf(created.stored.id)).members.map(({ name }) => name)).toContain("Farid Sample")
      })
    ))

  it("passes over a standby owner who left", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect((yield* creation()).stored.team.people.standbyOwners).toEqual([named(cast.ines)])
      }),
      { deployment: { standbyOwners: [cast.hugo.id, personId(404), cast.greta.id, cast.ines.id] } }
    ))

  it("passes over a standby owner without a license while another one has one", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect((yield* creation()).stored.team.people.standbyOwners).toEqual([named(cast.ines)])
        yield* Effect.map(DirectoryHand, (hand) => hand.putPerson({ ...cast.ines, licensed: false }))
        expect((yield* creation()).stored.team.people.standbyOwners).toEqual(
          expect.arrayContaining([named(cast.farid), named(cast.ines)])
        )
      }),
      { deployment: { standbyOwners: [cast.farid.id, cast.ines.id] } }
    ))

  it("has a standby owner stand in for a creator without a license, unless they name an owner who has one", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* Effect.map(DirectoryHand, (hand) => hand.putPerson({ ...cast.ben, licensed: false }))
        const created = yield* creation()
        expect(created).toMatchObject({
          warnings: [{ person: named(cast.ben), problem: expect.stringContaining("standby owner Ines Sample owns") }]
        })
        const other = yield* requestedTeam({ owner: cast.chloe.id })
        yield* settle()
        const ownersOf = (team: TeamId) =>
          Effect.map(truthOf(team), ({ members }) => members.map(({ id, role }) => [id, role]))
        expect(yield* ownersOf(created.stored.id)).toEqual([
          [cast.ben.id, "owner"],
          [cast.ines.id, "owner"]
        ])
        expect(yield* ownersOf(other.team)).toEqual([
          [cast.ben.id, "owner"],
          [cast.chloe.id, "owner"]
        ])
      })
    ))

  it("puts standby owners into no team that has another owner, so that they don't fill up (bad day 12)", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* Effect.forEach(Array.from({ length: 20 }), () => requestedTeam())
        yield* settle()
        const teams = yield* (yield* PlatformHand).teams
        expect(teams.map(({ members }) => members.map(({ id }) => id))).toEqual(
          Array.from({ length: 20 }, () => [cast.ben.id])
        )
      })
    ))

  it("warns the creator who has no license, whom Teams may refuse as an owner", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* Effect.map(DirectoryHand, (hand) => hand.putPerson({ ...cast.ben, licensed: false }))
        expect(yield* creation()).toMatchObject({
          warnings: [{ person: named(cast.ben), problem: expect.stringContaining("no Teams license") }]
        })
      })
    ))

  it("asks the directory for no more than it answers at once", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const many = crowd(2_500).map(({ id }) => id)
        const directory = yield* Directory
        const asked: Array<number> = []
        const counting = Directory.of({
          ...directory,
          people: (ids) => {
            asked.push(ids.length)
            return directory.people(ids)
          }
        })
        const { stored: created } = yield* Effect.provideService(creation({ people: many }), Directory, counting)
        // Directory: at most 1,000 ids. The last question is about the standby owner.
        expect(asked).toEqual([1_000, 1_000, 500, 1])
        const chunks = yield* (yield* TeamStore).chunks(created.id)
        expect(chunks.flatMap(({ people }) => people.map(({ id }) => id))).toEqual(many)
      })
    ))
})
