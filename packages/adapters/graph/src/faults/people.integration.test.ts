import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { GraphClient } from "../GraphClient.ts"
import * as GraphCollaborationPlatform from "../GraphCollaborationPlatform.ts"
import { behave, inject, sorted, tagOf, teamOf } from "../testing/faultsOn.ts"
import { graphOn } from "../testing/graphOn.ts"
import { freshTeam, onTenant } from "../testing/onTenant.ts"
import { ana, crowd, greta, hugo, ines, writes } from "../testing/platformStage.ts"

describe("people", () => {
  it("are each answered for when some are refused, in any order", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const [one, two, three, four] = (yield* crowd).slice(0, 4)
        const id = yield* freshTeam
        yield* inject(tenant, {
          ...writes.addMembers,
          fault: {
            kind: "members",
            shuffle: true,
            refuse: {
              [one!.id]: { code: "NotFound" },
              [two!.id]: { code: "Forbidden" },
              [three!.id]: { code: "InternalServerError" }
            }
          }
        })
        const answer = yield* platform.addMembers(id, [one!, two!, three!, four!])
        expect(answer.done).toEqual([four!.id])
        expect(sorted(answer.refused.map((person) => person.id))).toEqual(sorted([one!.id, two!.id]))
        expect(answer.unanswered).toMatchObject([{ id: three!.id, name: three!.name }])
      })
    ))

  it("are told apart where the answer names nobody", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const people = [...(yield* crowd).slice(0, 3), hugo]
        const id = yield* freshTeam
        yield* inject(tenant, {
          ...writes.addMembers,
          times: 20,
          fault: { kind: "members", shuffle: true, withoutUserId: true }
        })
        const answer = yield* platform.addMembers(id, people)
        expect(answer.refused.map((person) => person.id)).toEqual([hugo.id])
        expect(sorted(answer.done)).toEqual(sorted(people.slice(0, 3).map((person) => person.id)))
      })
    ))

  it("aren't all refused because the service refuses the call for one of them", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const people = (yield* crowd).slice(0, 4)
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.addMembers, fault: { kind: "answer", status: 400 } })
        const answer = yield* platform.addMembers(id, people)
        expect(sorted(answer.done)).toEqual(sorted(people.map((person) => person.id)))
      })
    ))

  it("are asked for in ever smaller parts while the call for all of them fails", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const people = (yield* crowd).slice(0, 8)
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.addMembers, times: 2, fault: { kind: "answer", status: 502 } })
        expect(yield* tagOf(platform.addMembers(id, people))).toBe("PlatformUncertain")
        const second = yield* platform.addMembers(id, people)
        expect(second.done).toHaveLength(4)
        expect(second.unanswered).toHaveLength(4)
        const third = yield* platform.addMembers(
          id,
          people.filter((person) => !second.done.includes(person.id))
        )
        expect(third.done).toHaveLength(4)
        expect((yield* teamOf(tenant, id)).members).toHaveLength(10)
      })
    ))

  it("who are in already are done, also where the service refuses them for it", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const [one] = yield* crowd
        const id = yield* freshTeam
        yield* behave(tenant, { alreadyMember: "refuse", memberLagMillis: 0 })
        yield* platform.addMembers(id, [one!])
        const answer = yield* platform.addMembers(id, [one!, hugo])
        expect(answer.done).toEqual([one!.id])
        expect(answer.refused.map((person) => person.id)).toEqual([hugo.id])
      })
    ))

  it.each([
    ["deleted", "whole404", "accept", "deleted from the directory, or is disabled"],
    ["disabled", "whole404", "accept", "deleted from the directory, or is disabled"],
    ["a guest", "entry", "refuse", "guest"]
  ] as const)(
    "are all added but the one who is %s, though the service rejects the whole call",
    (who, bulk, guests, why) =>
      onTenant((tenant) =>
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const gone = { id: PersonId.make("7a1e0000-0000-4000-8000-0000deadbeef"), name: "Gone" }
          const bad = who === "deleted" ? gone : who === "disabled" ? hugo : greta
          const others = (yield* crowd).slice(0, 20)
          const id = yield* freshTeam
          yield* behave(tenant, { badAccountInBulk: bulk, guestsByApplication: guests })
          let left = [bad, ...others]
          const refused: Array<string> = []
          for (let tries = 0; tries < 5 && left.length > 0; tries++) {
            const answer = yield* platform.addMembers(id, left)
            expect(answer.done.length + answer.refused.length).toBeGreaterThan(0)
            refused.push(...answer.refused.map(({ reason }) => reason))
            left = left.filter(({ id: person }) => answer.unanswered.some((one) => one.id === person))
          }
          expect(left).toEqual([])
          expect(refused).toEqual([expect.stringContaining(why)])
          expect((yield* teamOf(tenant, id)).members).toHaveLength(22)
        })
      )
  )

  it("aren't refused where the team isn't there", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        const notFound = { kind: "answer", status: 404 }
        yield* inject(tenant, { ...writes.addMembers, times: 20, fault: notFound })
        yield* inject(tenant, { method: "GET", path: "/teams/{id}", times: 20, fault: notFound })
        expect(yield* tagOf(platform.addMembers(id, [greta, ines]))).toBe("PlatformBusy")
      })
    ))

  it("aren't taken for removed where nothing is found, while the team lists them", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const [member, other] = yield* crowd
        const id = yield* freshTeam
        yield* platform.addMembers(id, [member!])
        const remove = { method: "POST", path: "/teams/{id}/members/remove", fault: { kind: "answer", status: 404 } }
        yield* inject(tenant, { ...remove, times: 3 })
        expect(yield* platform.removeMembers(id, [member!, other!])).toMatchObject({
          done: [other!.id],
          refused: [],
          unanswered: [{ id: member!.id }]
        })
        expect(yield* platform.removeMembers(id, [member!])).toMatchObject({ done: [member!.id], unanswered: [] })
      })
    ))

  it("wait while a permission is missing, also in a new team", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const id = yield* freshTeam
        yield* Effect.promise(() =>
          tenant.control("PUT", "/applications/server", {
            roles: { graph: ["Group.ReadWrite.All", "Team.ReadBasic.All", "TeamMember.Read.All"] }
          })
        )
        // With a token that was issued since.
        const fresh = yield* GraphClient.pipe(
          Effect.flatMap((client) => GraphCollaborationPlatform.make(client, undefined).addMembers(id, [greta])),
          Effect.flip,
          Effect.provide(graphOn(tenant), { local: true })
        )
        expect(fresh).toMatchObject({ _tag: "InstallationTrouble", kind: "permission" })
        expect(fresh).toMatchObject({ remedy: expect.stringContaining("TeamMember.ReadWrite.All") })
      })
    ))

  it("wait where a new team doesn't let us change it yet", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.addMembers, fault: { kind: "answer", status: 403 } })
        expect(yield* tagOf(platform.addMembers(id, [greta]))).toBe("PlatformBusy")
      })
    ))

  it("become owners where the team has none: the first who can, although a plain member", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const [one] = yield* crowd
        const id = yield* freshTeam
        yield* behave(tenant, { memberLagMillis: 0 })
        yield* platform.addMembers(id, [one!])
        expect(sorted(yield* platform.ensureOwner(id, [one!]))).toEqual(sorted([ana.id, ines.id]))
        for (const owner of ["ana", "ines"]) {
          yield* Effect.promise(() => tenant.control("DELETE", `/teams/${id}/people/${owner}`))
        }
        expect(yield* tagOf(platform.ensureOwner(id, [hugo]))).toBe("PlatformRefused")
        expect(yield* platform.ensureOwner(id, [hugo, one!, ines])).toEqual([one!.id])
        yield* inject(tenant, { ...writes.addMembers, fault: { kind: "answer", status: 503 } })
        yield* Effect.promise(() => tenant.control("DELETE", `/teams/${id}/people/${one!.id}`))
        expect(yield* tagOf(platform.ensureOwner(id, [ines, ana]))).not.toBe("done")
      })
    ))
})
