import { DirectoryHand } from "@incident-teams/adapter-memory/MemoryDirectory"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import { Directory } from "@incident-teams/application/ports/Directory"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople, type AddPeople } from "@incident-teams/application/use-cases/addPeople"
import { groupSize } from "@incident-teams/application/use-cases/groupSize"
import { removePeople, type RemovePeople } from "@incident-teams/application/use-cases/removePeople"
import { searchPeople } from "@incident-teams/application/use-cases/searchPeople"
import type { GroupId } from "@incident-teams/domain/ids/directoryIds"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { refusals, roster } from "@incident-teams/domain/team/Roster"
import { groupsPerTeam, peoplePerGroup, peoplePerTeam } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, crowd, groupId, groups, named, personId, workspaces } from "../testing/Cast.ts"
import { inMemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { history, lookAt, lostTeam, openTeam, requestedTeam, truthOf } from "../testing/teamsInTheWorld.ts"

const add = (team: TeamId, request: Partial<AddPeople>) =>
  addPeople(as("ben"), team, { people: [], groups: [], ...request })
const remove = (team: TeamId, request: Partial<RemovePeople>) =>
  removePeople(as("ben"), team, { people: [], groups: [], ...request })

const members = (team: TeamId) => Effect.map(truthOf(team), (truth) => truth.members.map(({ name }) => name).toSorted())

describe("adding people", () => {
  it("brings them and the people of a group into an open team, and into one that isn't there yet", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const asked = yield* requestedTeam()
        yield* add(asked.team, { people: [cast.chloe.id], groups: [groups.tier2.id] })
        const open = yield* openTeam()
        yield* add(open.team, { people: [cast.chloe.id], groups: [groups.tier2.id] })
        yield* settle()
        for (const { team } of [asked, open]) {
          expect(yield* members(team)).toEqual(["Ben Sample", "Chloe Sample", "Elif Sample", "Rita Sample"])
        }
      })
    ))

  it("records the disabled as refused and warns of the unlicensed, both by name, and goes on with the others", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        const people = [cast.hugo, cast.farid, cast.chloe].map(({ id }) => id)
        const changed = yield* add(team, { people, groups: [groups.tier1.id] })
        expect(changed._tag === "Changed" && changed.warnings).toEqual([
          {
            person: named(cast.farid),
            problem: "Has no Teams license: the person is added but can't open Teams without one."
          }
        ])
        yield* settle()
        expect(yield* members(team)).toEqual(["Ben Sample", "Chloe Sample", "Elif Sample", "Farid Sample"])
        expect(refusals(roster(yield* (yield* TeamStore).chunks(team)))).toEqual([
          { person: named(cast.hugo), kind: "add", reason: "The account is disabled." }
        ])
      })
    ))

  it("accepts somebody alone who can't be a member: the refusal is what is recorded", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* add(team, { people: [cast.hugo.id] })
        expect((yield* history(team)).at(-1)).toBe("PeopleRequested")
        yield* settle()
        expect(yield* members(team)).toEqual(["Ben Sample"])
      })
    ))

  it("is refused for nobody, for the unknown, for what is too large, and for a team that is lost", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* lostTeam()
        const open = yield* openTeam()
        const cases: ReadonlyArray<readonly [Partial<AddPeople>, object]> = [
          [{}, { _tag: "NobodyNamed" }],
          [
            { people: [personId(404), cast.chloe.id, personId(404)] },
            { _tag: "UnknownPeople", field: "people", ids: [personId(404)] }
          ],
          [{ groups: [groupId(404)] }, { _tag: "UnknownGroups", ids: [groupId(404)] }],
          [
            { people: [cast.chloe.id], groups: [groups.tooLarge.id] },
            { _tag: "GroupTooLarge", id: groups.tooLarge.id, people: peoplePerGroup + 1, limit: peoplePerGroup }
          ],
          [
            { groups: Array.from({ length: groupsPerTeam + 1 }, (_, index) => groupId(1_000 + index)) },
            { _tag: "TooManyGroups", asked: groupsPerTeam + 1, limit: groupsPerTeam }
          ],
          [
            { people: Array.from({ length: peoplePerTeam + 1 }, (_, index) => personId(100_000 + index)) },
            { _tag: "TooManyPeople", asked: peoplePerTeam + 1, limit: peoplePerTeam }
          ]
        ]
        for (const [request, failure] of cases) {
          expect(yield* refusalOf(add(open.team, request))).toMatchObject(failure)
        }
        expect(yield* refusalOf(add(team, { people: [cast.chloe.id] }))).toMatchObject({ _tag: "TeamIsLost" })
        const nowhere = TeamId.make("a".repeat(26))
        expect(yield* refusalOf(add(nowhere, { people: [cast.chloe.id] }))).toMatchObject({
          _tag: "TeamNotStored",
          id: nowhere
        })
      })
    ))

  it("counts the groups that a team has already", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const directory = yield* DirectoryHand
        const many = Array.from({ length: groupsPerTeam }, (_, index) => groupId(1_000 + index))
        for (const id of many) directory.putGroup({ id, name: `Group ${id}`, members: [] })
        const { team } = yield* requestedTeam({ groups: many })
        expect(yield* refusalOf(add(team, { groups: [groups.tier1.id] }))).toMatchObject({
          _tag: "TooManyGroups",
          asked: groupsPerTeam + 1
        })
        // One that the team has is none more.
        expect((yield* add(team, { groups: many.slice(0, 1) }))._tag).toBe("Changed")
      })
    ))
})

describe("removing people", () => {
  it("takes out people who were asked for, and people who were added in Teams", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, platform } = yield* openTeam({ people: [cast.chloe.id, cast.rita.id] })
        yield* (yield* PlatformHand).add(platform, { ...named(cast.farid), role: "member" })
        yield* lookAt(team)
        yield* remove(team, { people: [cast.chloe.id, cast.farid.id, cast.chloe.id] })
        yield* settle()
        expect(yield* members(team)).toEqual(["Ben Sample", "Rita Sample"])
      })
    ))

  it("takes a group's people out with it, but nobody who came by name or with another group", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        // Tier 2 holds Tier 1: Elif and Chloe came with both, Rita with Tier 2 only; Chloe by name, too.
        const { team } = yield* openTeam({ people: [cast.chloe.id], groups: [groups.tier1.id, groups.tier2.id] })
        expect(yield* members(team)).toEqual(["Ben Sample", "Chloe Sample", "Elif Sample", "Rita Sample"])
        yield* remove(team, { groups: [groups.tier2.id] })
        yield* settle()
        expect(yield* members(team)).not.toContain("Rita Sample")
        expect(yield* members(team)).toContain("Chloe Sample")
        yield* remove(team, { groups: [groups.tier1.id, groups.tier2.id] })
        yield* settle()
        expect(yield* members(team)).toEqual(["Ben Sample", "Chloe Sample"])
      })
    ))

  it("keeps a person who came with two groups until both are removed, in either order", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const orders = [
          [groups.tier1.id, groups.tier2.id],
          [groups.tier2.id, groups.tier1.id]
        ] as const
        for (const [first, second] of orders) {
          // Elif is in Tier 1, and with it in Tier 2.
          const { team } = yield* openTeam({ groups: [groups.tier1.id, groups.tier2.id] })
          yield* remove(team, { groups: [first] })
          yield* settle()
          expect(yield* members(team)).toContain("Elif Sample")
          yield* remove(team, { groups: [second] })
          yield* settle()
          expect(yield* members(team)).toEqual(["Ben Sample"])
        }
      })
    ))

  it("drops a group that nobody has looked into yet", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam({ groups: [groups.tier1.id] })
        yield* remove(team, { groups: [groups.tier1.id] })
        yield* settle()
        expect(yield* members(team)).toEqual(["Ben Sample"])
      })
    ))

  it("keeps the last owner, and lets an owner go while another stays", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.chloe.id], owner: cast.ines.id })
        const both = { people: [cast.ben.id, cast.ines.id, cast.chloe.id] }
        expect(yield* refusalOf(remove(team, both))).toMatchObject({ _tag: "LastOwnerStays", owner: cast.ben.id })
        yield* remove(team, { people: [cast.ines.id] })
        yield* settle()
        yield* lookAt(team)
        expect(yield* members(team)).toEqual(["Ben Sample", "Chloe Sample"])
        expect(yield* refusalOf(remove(team, { people: [cast.ben.id] }))).toMatchObject({
          _tag: "LastOwnerStays",
          owner: cast.ben.id
        })
      })
    ))

  it("is refused for nobody, and for people and groups that the team never had", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.chloe.id], groups: [groups.tier1.id] })
        const cases: ReadonlyArray<readonly [Partial<RemovePeople>, object]> = [
          [{}, { _tag: "NobodyNamed" }],
          [
            { people: [cast.chloe.id, cast.rita.id, personId(404), cast.rita.id] },
            { _tag: "UnknownPeople", field: "people", ids: [cast.rita.id, personId(404)] }
          ],
          [{ groups: [groups.tier1.id, groups.full.id] }, { _tag: "UnknownGroups", ids: [groups.full.id] }]
        ]
        for (const [request, failure] of cases) {
          expect(yield* refusalOf(remove(team, request))).toMatchObject(failure)
        }
      })
    ))

  it("doesn't mind being asked again", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.chloe.id], groups: [groups.tier1.id] })
        for (let time = 0; time < 2; time++) {
          yield* remove(team, { people: [cast.chloe.id], groups: [groups.tier1.id] })
          yield* settle()
          expect(yield* members(team)).toEqual(["Ben Sample"])
        }
      })
    ))

  it("adds a person again who is asked in again", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.chloe.id] })
        yield* remove(team, { people: [cast.chloe.id] })
        yield* add(team, { people: [cast.chloe.id] })
        yield* settle()
        expect(yield* members(team)).toContain("Chloe Sample")
      })
    ))
})

describe("people asked in and out", () => {
  const change = fc.record({
    in: fc.boolean(),
    people: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 4 })
  })

  it("are always in the team exactly if they were asked in last, however the work falls between", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.record({ change, work: fc.boolean() }), { minLength: 1, maxLength: 8 }), (changes) =>
        inMemoryWorld(
          Effect.gen(function* () {
            const some = crowd(10)
            const ids = some.map(({ id }) => id)
            // All of them were in at some time, so that anybody may be removed.
            const { team } = yield* requestedTeam({ people: ids })
            const wanted = new Set(ids)
            for (const { change: asked, work } of changes) {
              const people = asked.people.flatMap((index) => ids[index] ?? [])
              yield* asked.in ? Effect.asVoid(add(team, { people })) : Effect.asVoid(remove(team, { people }))
              for (const id of people)
                if (asked.in) wanted.add(id)
                else wanted.delete(id)
              if (work) yield* settle()
            }
            yield* settle()
            expect(yield* members(team)).toEqual(
              ["Ben Sample", ...some.filter(({ id }) => wanted.has(id)).map(({ name }) => name)].toSorted()
            )
          })
        )
      ),
      { numRuns: 40 }
    ))
})

describe("searching", () => {
  it("finds people and groups by how they begin, with what speaks against them", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const found = yield* searchPeople(as("ben"), { text: "sample", limit: 50 })
        expect(found.people.find(({ person }) => person.id === cast.hugo.id)).toMatchObject({
          refusal: "The account is disabled.",
          warning: undefined
        })
        expect(found.people.find(({ person }) => person.id === cast.farid.id)).toMatchObject({
          refusal: undefined,
          warning: expect.stringContaining("no Teams license")
        })
        expect((yield* searchPeople(as("ben"), { text: "soc tier", limit: 1 })).groups.map(({ name }) => name)).toEqual(
          ["SOC tier 1"]
        )
      })
    ))

  it("tells how many people a group brings, and one that is too large before anybody asks for it", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const sizeOf = (group: { readonly id: GroupId }) => groupSize(as("ben"), group.id, undefined)
        expect((yield* sizeOf(groups.tier2)).brought).toEqual({ people: 4 })
        expect((yield* sizeOf(groups.full)).brought).toEqual({ people: peoplePerGroup })
        expect((yield* sizeOf(groups.tooLarge)).brought).toEqual({
          people: peoplePerGroup + 1,
          refusal: "It has 3,501 people; Teams accepts groups of up to 3,500."
        })
        const unknown = groupSize(as("ben"), groupId(99), undefined)
        expect(yield* refusalOf(unknown)).toMatchObject({ _tag: "UnknownPrincipal", kind: "Group", id: groupId(99) })
      })
    ))

  it("reads the account each time: one that was disabled a moment ago finds nobody", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const search = searchPeople(as("ben"), { text: "sample", limit: 1 })
        expect((yield* search).people).toHaveLength(1)
        const directory = yield* Directory
        const disabled = Directory.of({
          ...directory,
          person: (id) =>
            Effect.map(
              directory.person(id),
              Option.map((person) => ({ ...person, enabled: false }))
            )
        })
        expect(yield* refusalOf(Effect.provideService(search, Directory, disabled))).toMatchObject({
          _tag: "NotAllowed",
          needs: "an enabled account that is a member of the tenant, not a guest"
        })
      })
    ))

  it("needs one workspace that grants it, whether or not Azure answers for another", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const source = yield* AzureRightsSource
        const away = (alias: WorkspaceAlias) =>
          AzureRightsSource.of({
            rightsOf: (visitor, workspace) =>
              workspace === alias
                ? Effect.fail(new RightsUnavailable({ reason: "Away.", cause: undefined }))
                : source.rightsOf(visitor, workspace)
          })
        const search = (who: "ben" | "dev") => searchPeople(as(who), { text: "sample", limit: 1 })
        const without = <A, E, R>(effect: Effect.Effect<A, E, R>, alias: WorkspaceAlias) =>
          Effect.provideService(effect, AzureRightsSource, away(alias))
        expect((yield* without(search("ben"), workspaces.lab)).people).toHaveLength(1)
        expect(yield* refusalOf(without(search("ben"), workspaces.soc))).toMatchObject({ _tag: "RightsUnavailable" })
        expect(yield* refusalOf(without(search("dev"), workspaces.lab))).toMatchObject({ _tag: "RightsUnavailable" })
        expect(yield* refusalOf(search("dev"))).toMatchObject({ _tag: "NotAllowed" })
      })
    ))
})
