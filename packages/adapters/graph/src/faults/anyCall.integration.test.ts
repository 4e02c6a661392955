import { once } from "node:events"
import { type AddressInfo, createServer } from "node:net"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import { Effect, Fiber } from "effect"
import { describe, expect, it } from "vitest"
import { GraphClient } from "../GraphClient.ts"
import * as GraphCollaborationPlatform from "../GraphCollaborationPlatform.ts"
import { graphCalls, inject, tagOf } from "../testing/faultsOn.ts"
import { graphOn } from "../testing/graphOn.ts"
import { freshTeam, onTenant } from "../testing/onTenant.ts"
import { ana, greta, writes } from "../testing/platformStage.ts"

describe("any call", () => {
  const reading = { method: "GET", path: "/teams/{id}" }

  it("isn't taken for a team that is gone while its group is there", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...reading, fault: { kind: "answer", status: 404 } })
        expect(yield* tagOf(platform.read(id))).toBe("PlatformBusy")
      })
    ))

  it("is made once more with a new token when the token wasn't accepted", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, fault: { kind: "answer", status: 401 } })
        expect(yield* tagOf(platform.archive(id))).toBe("done")
        yield* inject(tenant, { ...writes.archive, times: 2, fault: { kind: "answer", status: 401 } })
        expect(yield* tagOf(platform.archive(id))).toBe("InstallationTrouble")
        yield* inject(tenant, { ...writes.addMembers, times: 6, fault: { kind: "answer", status: 401 } })
        expect(yield* tagOf(platform.addMembers(id, [greta, ana]))).toBe("InstallationTrouble")
      })
    ))

  it("is made once more where a read's connection is lost, and no write is", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...reading, fault: { kind: "reset" } })
        expect(yield* tagOf(platform.isArchived(id))).toBe("done")
        yield* inject(tenant, { ...writes.archive, fault: { kind: "reset", afterEffect: true } })
        yield* Effect.promise(() => tenant.forgetCalls())
        expect(yield* tagOf(platform.archive(id))).toBe("PlatformUncertain")
        expect(yield* graphCalls(tenant)).toHaveLength(1)
      })
    ))

  it.each([
    { kind: "truncate" },
    { kind: "reset", midBody: true },
    { kind: "answer", status: 502, body: "<html>Bad gateway</html>" },
    { kind: "answer", status: 200, body: "{}{" }
  ])("is uncertain after a write whose answer can't be read: %j", (fault) =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.addMembers, fault })
        expect(yield* tagOf(platform.addMembers(id, [greta]))).toBe("PlatformUncertain")
      })
    )
  )

  it("is given up after its time, and may have taken effect then", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, fault: { kind: "slow", millis: 500_000, afterEffect: true } })
        const archive = Effect.flatMap(GraphClient, (client) =>
          GraphCollaborationPlatform.make(client, undefined).archive(id)
        )
        const soon = graphOn(tenant, { timeoutMillis: 800 })
        expect(yield* tagOf(Effect.provide(archive, soon))).toBe("PlatformUncertain")
      })
    ))

  it("ends when it is interrupted", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.archive, id: "held", fault: { kind: "hold" } })
        const calling = yield* Effect.forkChild(platform.archive(id))
        yield* Effect.promise(() => tenant.control("GET", "/faults/held?untilHeld=240000"))
        // Teams answers only once this is over.
        yield* Fiber.interrupt(calling)
        yield* Effect.promise(() => tenant.control("POST", "/faults/held/release", { drop: true }))
      })
    ))

  it("certainly had no effect where nobody was reached", async () => {
    const nobody = createServer().listen(0, "127.0.0.1")
    await once(nobody, "listening")
    const { port } = nobody.address() as AddressInfo
    nobody.close()
    await onTenant(
      () =>
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const key = TeamKey.make(`it-faults-${"a".repeat(26)}-1`)
          const request = { key, name: "INC-1", description: "", owners: [ana], standbyOwners: [], lookFirst: false }
          expect(yield* tagOf(platform.ensureGroup(request))).toBe("PlatformBusy")
        }),
      { url: `https://localhost:${port}` }
    )
  })

  it("never follows a page to another host", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        const body = { value: [], "@odata.nextLink": "https://attacker.example/v1.0/teams" }
        yield* inject(tenant, {
          method: "GET",
          path: "/teams/{id}/members",
          fault: { kind: "answer", status: 200, body }
        })
        expect(yield* tagOf(platform.read(id))).toBe("PlatformBusy")
      })
    ))

  it("waits where the service asked to, and passes on what would take too long", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...reading, fault: { kind: "answer", status: 429, retryAfter: 30 } })
        expect(yield* Effect.flip(platform.isArchived(id))).toMatchObject({ _tag: "PlatformBusy", afterMillis: 30_000 })
        yield* Effect.promise(() => tenant.forgetCalls())
        const again = yield* Effect.flip(platform.isArchived(id))
        expect(again).toMatchObject({ _tag: "PlatformBusy", afterMillis: expect.any(Number) })
        expect(yield* graphCalls(tenant)).toEqual([])
      })
    ))
})
