import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { inject, page, tagOf } from "../testing/faultsOn.ts"
import { freshGroup, freshTeam, onTenant } from "../testing/onTenant.ts"
import { ana, crowd, ines, writes } from "../testing/platformStage.ts"
import { truth } from "../testing/SimulatedTeams.ts"

describe("making a team", () => {
  it("takes few calls, each told apart by its purpose and a request id of its own", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const people = (yield* crowd).slice(0, 30)
        yield* Effect.promise(() => tenant.forgetCalls())
        const step = Effect.provideService(CallPurpose, "AddMembers")
        const id = yield* freshTeam
        yield* step(platform.addMembers(id, people))
        yield* platform.pinPage(id, page)
        const calls = yield* Effect.promise(() => tenant.calls("graph"))
        // Group, team, members; main channel, its tabs where they aren't expanded, the page.
        expect(calls.length).toBeLessThanOrEqual(6)
        expect(new Set(calls.map(({ clientRequestId }) => clientRequestId)).size).toBe(calls.length)
        expect(calls.map(({ headers }) => headers["x-incident-teams-step"])).toEqual(
          calls.map(({ path }) => (path.endsWith("/members/add") ? "AddMembers" : "request"))
        )
      })
    ))

  it("is done where PUT team fails although there is a team", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        for (const status of [400, 409, 500, 503]) {
          const { id } = yield* freshGroup
          yield* inject(tenant, { ...writes.ensureTeam, fault: { kind: "answer", status, afterEffect: true } })
          expect((yield* platform.ensureTeam(id)).link).toMatch(/^https:/)
        }
      })
    ))

  it("is uncertain where the connection is lost, whether or not it had its effect", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        for (const afterEffect of [true, false]) {
          const { id } = yield* freshGroup
          yield* inject(tenant, { ...writes.ensureTeam, fault: { kind: "reset", afterEffect } })
          const answer = yield* tagOf(platform.ensureTeam(id))
          // A look tells that there is a team; that there is none yet tells nothing.
          expect(answer).toBe(afterEffect ? "done" : "PlatformUncertain")
          expect(yield* tagOf(platform.ensureTeam(id))).toBe("done")
        }
        expect((yield* Effect.promise(() => truth(tenant))).teams).toHaveLength(2)
      })
    ))

  it("needs a person where a deleted group keeps the mail nickname", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const { key, id } = yield* freshGroup
        yield* Effect.promise(() => tenant.control("POST", `/teams/${id}/delete`))
        const failure = yield* Effect.flip(
          platform.ensureGroup({ key, name: "INC-1", description: "", owners: [ana], lookFirst: true })
        )
        expect(failure).toMatchObject({ _tag: "GroupUnusable", reason: expect.stringContaining(key) })
      })
    ))

  it("needs a person where an owner doesn't exist", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const { key } = yield* freshGroup
        yield* Effect.promise(() => tenant.control("DELETE", "/users/ines"))
        const failure = yield* Effect.flip(
          platform.ensureGroup({
            key: TeamKey.make(key.replace(/\d+$/u, "7")),
            name: "INC-1",
            description: "",
            owners: [ana, ines],
            lookFirst: true
          })
        )
        expect(failure).toMatchObject({ _tag: "PlatformRefused", remedy: expect.stringContaining("STANDBY_OWNERS") })
      })
    ))
})
