import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { GraphClient } from "../GraphClient.ts"
import * as GraphCollaborationPlatform from "../GraphCollaborationPlatform.ts"
import { behave, inject, page, sorted, tagOf, teamOf } from "../testing/faultsOn.ts"
import { graphOn } from "../testing/graphOn.ts"
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

  it("is a tab of our own app where that is installed, and a website's where it isn't", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const client = yield* GraphClient
        const app = "11111111-2222-4333-8444-555555555555"
        const withApp = GraphCollaborationPlatform.make(client, app)
        const [installed, without] = [yield* freshTeam, yield* freshTeam]
        yield* withApp.installApp(installed)
        for (const id of [installed, without]) {
          yield* withApp.pinPage(id, page)
          yield* withApp.pinPage(id, page)
        }
        expect((yield* teamOf(tenant, installed)).tabs).toMatchObject([{ teamsAppId: app, contentUrl: page.url }])
        expect((yield* teamOf(tenant, without)).tabs).toMatchObject([
          { teamsAppId: "com.microsoft.teamspace.tab.web", contentUrl: page.url }
        ])
      }).pipe(Effect.provide(graphOn(tenant)))
    ))

  it("is there once after it was pinned twice, at its new address, and other tabs stay", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const id = yield* freshTeam
        const former = { title: "Incident page", url: "https://old.woodgrove.example/incidents/soc~1042" }
        const other = { title: "Runbook", url: "https://wiki.woodgrove.example/runbook" }
        // Lists lag, so a process that pins again doesn't see the first one.
        yield* behave(tenant, { tabLagMillis: 300_000 })
        yield* platform.pinPage(id, former)
        yield* platform.pinPage(id, former)
        yield* platform.pinPage(id, other)
        expect((yield* teamOf(tenant, id)).tabs).toHaveLength(3)
        yield* pass(300_000)
        yield* behave(tenant, { tabLagMillis: 0 })
        yield* platform.pinPage(id, page)
        const urls = (yield* teamOf(tenant, id)).tabs.map(({ contentUrl }) => String(contentUrl))
        expect(sorted(urls)).toEqual(sorted([page.url, other.url]))
        yield* platform.pinPage(id, page)
        expect((yield* teamOf(tenant, id)).tabs).toHaveLength(2)
      })
    ))
})
