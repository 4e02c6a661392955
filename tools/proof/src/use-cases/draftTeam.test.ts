import { PolicyHand } from "@incident-teams/adapter-memory/MemoryCreationPolicy"
import { DirectoryHand } from "@incident-teams/adapter-memory/MemoryDirectory"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { draftTeam } from "@incident-teams/application/use-cases/draftTeam"
import { listFavorites, starFavorite, unstarFavorite } from "@incident-teams/application/use-cases/favorites"
import { maximumFavorites } from "@incident-teams/domain/favorites/Favorites"
import type { PrincipalRef } from "@incident-teams/domain/favorites/Principal"
import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { as, cast, crowd, groupId, groups, named, personId } from "../testing/Cast.ts"
import { howeverItRaces } from "../testing/interleaved.ts"
import { inMemoryWorld, incidentOf, refusalOf, Remembered } from "../testing/MemoryWorld.ts"

const person = (id: PersonId): PrincipalRef => ({ _tag: "Person", id })
const group = (id: GroupId): PrincipalRef => ({ _tag: "Group", id })

const draftFor = (who: Parameters<typeof as>[0]) =>
  Effect.flatMap(incidentOf({ title: "Phishing" }), (incident) => draftTeam(as(who), incident.id))

describe("the draft of a team", () => {
  it("holds the name and description that the team would get", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf({ title: "Phishing", description: "Mail" })
        yield* Effect.map(PolicyHand, (hand) =>
          hand.setNaming({ pattern: "[Department] [GroupName]", blockedWords: [] })
        )
        const draft = yield* draftTeam(as("ben"), incident.id)
        const { stored } = yield* createTeam(as("ben"), { incident: incident.id, people: [], groups: [] })
        expect(draft).toMatchObject({ name: stored.team.name, description: stored.team.description, preselected: [] })
        expect(draft.name).toBe("Security INC-1 Phishing")
        expect(draft.incident).toEqual(incident)
      })
    ))

  it("tells the tenant nothing but the incident's number where names are neutral", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf({ title: "Data theft by J. Doe", description: "J. Doe" })
        const expected = { name: "INC-1", description: "Microsoft Sentinel incident 1" }
        expect(yield* draftTeam(as("ben"), incident.id)).toMatchObject(expected)
        const { stored } = yield* createTeam(as("ben"), { incident: incident.id, people: [], groups: [] })
        expect(stored.team).toMatchObject(expected)
      }),
      { deployment: { neutralNames: true } }
    ))

  it("preselects the favorites that the directory still knows, with what is to be known about each", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const hand = yield* DirectoryHand
        for (const one of [cast.chloe, cast.rita, cast.farid, cast.hugo]) yield* starFavorite(as("ben"), person(one.id))
        for (const one of [groups.tier2, groups.full, groups.tooLarge]) yield* starFavorite(as("ben"), group(one.id))
        hand.remove(cast.rita.id)
        hand.putPerson({ ...cast.chloe, name: "Chloe Married" })
        expect((yield* draftFor("ben")).preselected).toEqual([
          {
            principal: { _tag: "Person", id: cast.chloe.id, name: "Chloe Married" },
            address: "chloe.sample@woodgrove.example",
            guest: false
          },
          {
            principal: { _tag: "Person", ...named(cast.farid) },
            address: "farid.sample@woodgrove.example",
            guest: false,
            warning: "Has no Teams license: the person is added but can't open Teams without one."
          },
          {
            principal: { _tag: "Person", ...named(cast.hugo) },
            address: "hugo.sample@woodgrove.example",
            guest: false,
            refusal: "The account is disabled."
          },
          { principal: { _tag: "Group", id: groups.tier2.id, name: "SOC tier 2" }, people: 3 },
          { principal: { _tag: "Group", id: groups.full.id, name: "All of IT" }, people: 3_500 },
          {
            principal: { _tag: "Group", id: groups.tooLarge.id, name: "All of Woodgrove" },
            people: 3_501,
            refusal: "It has 3,501 people; Teams accepts groups of up to 3,500."
          }
        ])
        // A person who is gone stays starred, and is preselected again when restored.
        hand.putPerson(cast.rita)
        expect((yield* draftFor("ben")).preselected.map(({ principal }) => principal.name)).toContain("Rita Sample")
      })
    ))

  it("is each person's own: another's favorites aren't in it, and an application has none", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* starFavorite(as("ben"), person(cast.chloe.id))
        expect((yield* draftFor("carla")).preselected).toEqual([])
        expect((yield* draftFor("playbook")).preselected).toEqual([])
      })
    ))

  it("is refused to callers who could not send it, and for an incident that isn't there", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        for (const who of ["dev", "elif", "chloe", "greta", "hugo", "unknown", "hook", "bystander"] as const) {
          expect(yield* refusalOf(draftTeam(as(who), incident.id))).toMatchObject({
            _tag: "NotAllowed",
            who: as(who).caller.name
          })
        }
        expect(yield* refusalOf(draftTeam(as("ben"), IncidentId.make("soc~nothing")))).toMatchObject({
          _tag: "IncidentNotFound"
        })
      })
    ))
})

describe("favorites", () => {
  it("carry the directory's name, keep their order, and are starred once", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* starFavorite(as("ben"), person(cast.chloe.id))
        yield* starFavorite(as("ben"), group(groups.tier1.id))
        const { starred } = yield* starFavorite(as("ben"), person(cast.chloe.id))
        expect(starred).toEqual([
          { _tag: "Person", ...named(cast.chloe) },
          { _tag: "Group", id: groups.tier1.id, name: "SOC tier 1" }
        ])
        expect(yield* listFavorites(as("ben"))).toEqual({ starred })
        expect(yield* listFavorites(as("chloe"))).toEqual({ starred: [] })
      })
    ))

  it("are of no one whom the directory doesn't know, and no more than fit", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const star = (who: PrincipalRef) => starFavorite(as("ben"), who)
        expect(yield* refusalOf(star(person(personId(404))))).toMatchObject({
          _tag: "UnknownPrincipal",
          kind: "Person",
          id: personId(404)
        })
        expect(yield* refusalOf(star(group(groupId(404))))).toMatchObject({
          _tag: "UnknownPrincipal",
          kind: "Group",
          id: groupId(404)
        })
        for (const one of crowd(maximumFavorites)) yield* star(person(one.id))
        expect(yield* refusalOf(star(person(cast.chloe.id)))).toMatchObject({
          _tag: "TooManyFavorites",
          name: "Chloe Sample",
          maximum: maximumFavorites
        })
      })
    ))

  it("belong to people: an application has none", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const soar = as("soar")
        for (const request of [
          listFavorites(soar),
          starFavorite(soar, person(cast.chloe.id)),
          unstarFavorite(soar, person(cast.chloe.id))
        ]) {
          expect(yield* refusalOf(request)).toMatchObject({ _tag: "NotAllowed", needs: "a person" })
        }
      })
    ))

  it("that nobody starred are unstarred without a write", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { favorites } = yield* Remembered
        yield* starFavorite(as("ben"), person(cast.chloe.id))
        const before = favorites.get(cast.ben.id)
        expect((yield* unstarFavorite(as("ben"), person(cast.dev.id))).starred).toHaveLength(1)
        expect(favorites.get(cast.ben.id)).toBe(before)
        // A favorite that left the directory can be unstarred all the same.
        yield* Effect.map(DirectoryHand, (hand) => hand.remove(cast.chloe.id))
        expect((yield* unstarFavorite(as("ben"), person(cast.chloe.id))).starred).toEqual([])
      })
    ))

  it("starred at the same time are never lost", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const many = crowd(6)
        yield* Effect.forEach(many, ({ id }) => starFavorite(as("ben"), person(id)), { concurrency: "unbounded" })
        const { starred } = yield* listFavorites(as("ben"))
        expect(starred.map(({ id }) => id).toSorted()).toEqual(many.map(({ id }) => id).toSorted())
      })
    ))

  it("starred and unstarred are always where they were before, and preselected in that order", () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...crowd(8)), { selector: ({ id }) => id, maxLength: 6 }),
        fc.constantFrom(cast.chloe, cast.rita),
        (before, one) =>
          inMemoryWorld(
            Effect.gen(function* () {
              for (const { id } of before) yield* starFavorite(as("ben"), person(id))
              const started = yield* listFavorites(as("ben"))
              yield* starFavorite(as("ben"), person(one.id))
              yield* unstarFavorite(as("ben"), person(one.id))
              expect(yield* listFavorites(as("ben"))).toEqual(started)
              expect((yield* draftFor("ben")).preselected.map(({ principal }) => principal)).toEqual(started.starred)
            })
          )
      ),
      { numRuns: 30 }
    ))
})
