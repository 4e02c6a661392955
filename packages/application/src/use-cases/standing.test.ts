import { incidentsRead } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, Option } from "effect"
import { describe, expect, it } from "vitest"
import { Directory } from "../ports/Directory.ts"
import type { Visitor } from "../ports/Session.ts"
import { type SeenRoster, TeamStore } from "../ports/TeamStore.ts"
import { RememberedVersion } from "../recent/oncePerVersion.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { firstCommit, personOf, seconds, soc, storedOf } from "../testing/team-store/commits.ts"
import { actorOf, manyPeople, requireAccount, seenIn, standingIn, teamChangeFacts } from "./standing.ts"
import { accountOf, applicationOf, azureGrants, rightsTo, sessionOf, visitorOf } from "./testing/callers.ts"

/** Asked for by person 1, as an owner. */
const { team } = firstCommit(1)
const unverified = storedOf(team)
const verified = storedOf({ ...team, checks: { ...team.checks, verifiedAt: seconds(1) } })

/** Person 2 owns the team, person 3 is its member. */
const roster: SeenRoster = {
  at: seconds(1),
  members: [
    { id: personOf(2), name: "Person 2", role: "owner" },
    { id: personOf(3), name: "Person 3", role: "member" }
  ]
}
const storeWith = (seen: SeenRoster | undefined) =>
  Layer.mock(TeamStore)({ roster: () => Effect.succeed(Option.fromUndefinedOr(seen)) })

describe("what a caller is in a team", () => {
  it.each<readonly [string, Visitor, typeof verified, SeenRoster | undefined, string]>([
    ["the owner whom the platform reported", sessionOf(2), verified, roster, "owner"],
    ["the member whom it reported", sessionOf(3), verified, roster, "member"],
    ["someone whom it didn't report", sessionOf(4), verified, roster, "none"],
    ["a requested owner before its first report", sessionOf(1), unverified, undefined, "owner"],
    ["anybody else before its first report", sessionOf(2), unverified, undefined, "none"],
    ["a requested owner whom it didn't report", sessionOf(1), verified, roster, "none"],
    ["an application with the id of an owner", applicationOf(2), verified, roster, "none"],
    ["an application with the id of a requested owner", applicationOf(1), unverified, undefined, "none"]
  ])("%s", async (_, visitor, stored, seen, standing) => {
    expect(await Effect.runPromise(Effect.provide(standingIn(visitor, stored), storeWith(seen)))).toBe(standing)
  })

  it("is nothing for an application, for which nobody who is in the team is read", async () => {
    const standing = Effect.provide(standingIn(applicationOf(2), verified), Layer.mock(TeamStore)({}))
    expect(await Effect.runPromise(standing)).toBe("none")
  })

  it("decides, beside Azure, the team's owners and the standby owners, what they may do to it", async () => {
    const facts = await Effect.runPromise(
      teamChangeFacts(sessionOf(3), verified).pipe(
        Effect.provide([
          storeWith(roster),
          azureGrants(incidentsRead),
          deploymentWith({ standbyOwners: [personOf(9)] })
        ])
      )
    )
    expect(facts).toEqual({
      caller: sessionOf(3).caller,
      workspace: soc,
      rights: rightsTo(incidentsRead),
      standing: "member",
      owners: [personOf(1)],
      standbyOwners: [personOf(9)]
    })
  })
})

describe("who is in a team", () => {
  const many = (count: number): SeenRoster => ({
    at: seconds(1),
    members: Array.from({ length: count }, (_, n) => ({ id: personOf(n), name: "", role: "member" }))
  })

  it.each<readonly [string, SeenRoster | undefined, number]>([
    ["nobody reported", undefined, 1],
    ["as many as are remembered", many(manyPeople), 1],
    ["one more", many(manyPeople + 1), 2]
  ])(
    "is read once for each version of the team that is remembered, if there are not too many: %s",
    async (_, seen, reads) => {
      let read = 0
      const version = {}
      const store = Layer.mock(TeamStore)({
        roster: () =>
          Effect.sync(() => {
            read += 1
            return Option.fromUndefinedOr(seen)
          })
      })
      for (let time = 0; time < 2; time++) {
        const found = seenIn(verified).pipe(
          Effect.provideService(RememberedVersion, () => version),
          Effect.provide(store)
        )
        expect(await Effect.runPromise(found)).toEqual(seen)
      }
      expect(read).toBe(reads)
    }
  )
})

describe("an account that was disabled since its person signed in", () => {
  const asked = (visitor: Visitor, person?: Directory["Service"]["person"]) =>
    Effect.runPromise(
      Effect.result(requireAccount(visitor, "join this team")).pipe(
        Effect.provide(Layer.mock(Directory)(person === undefined ? {} : { person }))
      )
    )

  it("is asked about where no token shows it, and refused", async () => {
    const disabled = await asked(visitorOf(1), () => Effect.succeedSome(accountOf(1, { enabled: false })))
    expect(disabled).toMatchObject({ failure: { _tag: "NotAllowed", who: "Person 1", what: "join this team" } })
    expect(await asked(visitorOf(1), () => Effect.succeedNone)).toMatchObject({ failure: { _tag: "NotAllowed" } })
    expect(await asked(visitorOf(1), (id) => Effect.succeedSome({ ...accountOf(1), id }))).toMatchObject({
      _tag: "Success"
    })
  })

  it("isn't asked about of someone with a token, nor of an application", async () => {
    const { token: _, ...application } = applicationOf(1)
    for (const visitor of [sessionOf(1), application]) expect(await asked(visitor)).toMatchObject({ _tag: "Success" })
  })
})

it("the actor of a change is the caller, without roles", () => {
  expect(actorOf(sessionOf(1))).toEqual({ _tag: "User", id: personOf(1), name: "Person 1" })
  expect(actorOf(applicationOf(1))).toEqual({ _tag: "Application", id: personOf(1), name: "Application 1" })
})
