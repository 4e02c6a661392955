import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { behave, inject, page, sorted, tagOf, teamOf } from "../testing/faultsOn.ts"
import { freshTeam, onTenant, pass } from "../testing/onTenant.ts"
import { writes } from "../testing/platformStage.ts"

describe("the Incident page", () => {
  it("is pinned where the service says no although it did", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.pinPage, fault: { kind: "answer", status: 400, afterEffect: true } })
        yield* platform.pinPage(id, page)
        expect((yield* teamOf(tenant, id)).tabs).toHaveLength(1)
      })
    ))

  it("is refused where the service says no and didn't", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        yield* inject(tenant, { ...writes.pinPage, fault: { kind: "answer", status: 400 } })
        expect(yield* tagOf(platform.pinPage(id, page))).toBe("PlatformRefused")
      })
    ))

  it("is there once after it was pinned twice, at its new address, and other tabs stay", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        const former = { title: "Incident page", url: "https://old.woodgrove.example/incidents/soc~1042" }
        const other = { title: "Runbook", url: "https://wiki.woodgrove.example/runbook" }
        // Lists lag, so whoever pins again doesn't see the first one.
        yield* behave(tenant, { tabLagMillis: 120_000 })
        yield* platform.pinPage(id, former)
        yield* platform.pinPage(id, former)
        yield* platform.pinPage(id, other)
        expect((yield* teamOf(tenant, id)).tabs).toHaveLength(3)
        yield* pass(120_000)
        yield* behave(tenant, { tabLagMillis: 0 })
        yield* platform.pinPage(id, page)
        const urls = (yield* teamOf(tenant, id)).tabs.map(({ contentUrl }) => String(contentUrl))
        expect(sorted(urls)).toEqual(sorted([page.url, other.url]))
        yield* platform.pinPage(id, page)
        expect((yield* teamOf(tenant, id)).tabs).toHaveLength(2)
      })
    ))
})
