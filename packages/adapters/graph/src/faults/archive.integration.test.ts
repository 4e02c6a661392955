import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { behave, graphCalls, inject, tagOf } from "../testing/faultsOn.ts"
import { freshTeam, onTenant, pass } from "../testing/onTenant.ts"
import { writes } from "../testing/platformStage.ts"

/** Begins, and names the operation. */
const archiveBegun = Effect.fnUntraced(function* (id: PlatformTeamId) {
  const taken = yield* (yield* CollaborationPlatform).archive(id)
  return taken._tag === "Begun" && taken.operation !== undefined
    ? taken.operation
    : yield* Effect.die(new Error("Archiving named no operation."))
})

describe("archive", () => {
  it.each(["quoted", "slash", "absolute"])("follows its operation, the Location %s", (form) =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const rule = { ...writes.archive, fault: { kind: "location", form } }
        const slow = yield* freshTeam
        yield* behave(tenant, { operationMillis: [30_000_000, 30_000_000] })
        yield* inject(tenant, rule)
        const running = yield* archiveBegun(slow)
        expect((yield* platform.operation(slow, running)).status).toBe("running")

        const id = yield* freshTeam
        yield* behave(tenant, { operationMillis: [10_000, 30_000] })
        yield* inject(tenant, rule)
        const operation = yield* archiveBegun(id)
        yield* pass(30_000)
        expect((yield* platform.operation(id, operation)).status).toBe("succeeded")
      })
    )
  )

  it.each([
    { kind: "location", form: "none" },
    { kind: "operation", zeroId: true }
  ])("has no operation to follow where the answer names none: %j", (fault) =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, fault })
        expect(yield* platform.archive(id)).toEqual({ _tag: "Begun" })
      })
    )
  )

  it.each([
    ["fail", "failed", false],
    ["failAfterEffect", "failed", true],
    ["stuck", "running", true],
    ["never", "running", false],
    ["gone", "vanished", true],
    ["unknown", "succeeded", true]
  ] as const)("is told as it ends: %s", (ends, status, archived) =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, fault: { kind: "operation", ends } })
        const operation = yield* archiveBegun(id)
        yield* pass(30_000)
        const end = yield* platform.operation(id, operation)
        expect(end).toEqual(
          status === "failed" ? { status, reason: expect.stringMatching(/operation failed/) } : { status }
        )
        expect(yield* platform.isArchived(id)).toBe(archived)
      })
    )
  )

  it("may have taken effect where a team that is there isn't found", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, fault: { kind: "answer", status: 404, afterEffect: true } })
        expect(yield* tagOf(platform.archive(id))).toBe("PlatformUncertain")
      })
    ))

  it("is done where the service refuses because it is so", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* behave(tenant, { alreadyInState: "refuse" })
        yield* Effect.promise(() => tenant.control("POST", `/teams/${id}/archive`))
        expect(yield* platform.archive(id)).toEqual({ _tag: "Begun" })
      })
    ))

  it("isn't refused for good where it can't be read why", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, fault: { kind: "answer", status: 400 } })
        yield* inject(tenant, {
          method: "GET",
          path: "/teams/{id}/members",
          times: 1_000,
          fault: { kind: "answer", status: 500 }
        })
        expect(yield* tagOf(platform.archive(id))).toBe("PlatformBusy")
      })
    ))

  it("names the permission that it lacks, and asks nothing more", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, {
          ...writes.archive,
          fault: {
            kind: "answer",
            status: 403,
            code: "Forbidden",
            message: "Missing role permissions on the request. API requires one of 'TeamSettings.ReadWrite.All'."
          }
        })
        yield* Effect.promise(() => tenant.forgetCalls())
        expect(yield* Effect.flip(platform.archive(id))).toMatchObject({
          _tag: "InstallationTrouble",
          remedy: expect.stringContaining("TeamSettings.ReadWrite.All")
        })
        expect(yield* graphCalls(tenant)).toHaveLength(1)
      })
    ))

  it("reads as it reads, also where reads lag", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* behave(tenant, { archivedLagMillis: 30_000_000 })
        yield* Effect.promise(() => tenant.control("POST", `/teams/${id}/archive`))
        expect(yield* platform.isArchived(id)).toBe(false)
        yield* behave(tenant, { archivedLagMillis: 0 })
        expect(yield* platform.isArchived(id)).toBe(true)
      })
    ))
})
