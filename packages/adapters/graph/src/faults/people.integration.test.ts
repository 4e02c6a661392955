import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { behave, inject, sorted, tagOf, teamOf } from "../testing/faultsOn.ts"
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

  it("wait where a new team doesn't let us change it yet", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.addMembers, fault: { kind: "answer", status: 403 } })
        expect(yield* tagOf(platform.addMembers(id, [greta]))).toBe("PlatformBusy")
      })
    ))

  it("who are plain members become owners", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const [one] = yield* crowd
        const id = yield* freshTeam
        yield* behave(tenant, { memberLagMillis: 0 })
        yield* platform.addMembers(id, [one!])
        const owners = yield* platform.ensureOwners(id, [one!, ines, hugo])
        expect(sorted(owners)).toEqual(sorted([ana.id, ines.id, one!.id]))
      })
    ))
})
