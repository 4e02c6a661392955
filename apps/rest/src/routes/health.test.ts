import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import { DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import { IncidentSourceUnavailable } from "@incident-teams/application/ports/IncidentSource"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { restUnderTest, type TestOptions } from "../../testing/restUnderTest.ts"

const ready = { status: "ready", checks: { store: "ok", graph: "ok", sentinel: "ok" } }

/** A server that looks anew each time, unless told otherwise. */
const server = (options: TestOptions = {}) =>
  restUnderTest({ health: { rememberedMillis: 0, patienceMillis: 50 }, ...options })

const storeThat = (nextDue: TeamStore["Service"]["nextDue"]) =>
  Layer.effect(
    TeamStore,
    Effect.map(TeamStore, (store) => ({ ...store, nextDue }))
  ).pipe(Layer.provide(MemoryTeamStore.layer))

describe("readiness", () => {
  it("is told to who has no token, without a word about why", async () => {
    const rest = server()
    const answer = await rest.send("GET", "/readyz")
    expect(answer).toMatchObject({ status: 200, body: { ...ready, checkedAt: expect.stringMatching(/Z$/u) } })
    await rest.settled()
  })

  it("is degraded while Graph or Sentinel fails, and whole again afterwards", async () => {
    const rest = server({ workspaces: ["soc", "lab"] })
    await rest.directory(({ failNext }) => failNext(new DirectoryUnavailable({ reason: "secret inside", cause: 1 })))
    expect(await rest.send("GET", "/readyz")).toMatchObject({
      status: 200,
      body: { status: "degraded", checks: { store: "ok", graph: "failing", sentinel: "ok" } }
    })
    await rest.incidents(({ failNext }) =>
      failNext("list", new IncidentSourceUnavailable({ reason: "secret inside", cause: 1 }))
    )
    const degraded = await rest.send("GET", "/readyz")
    expect(degraded.body).toMatchObject({ status: "degraded", checks: { graph: "ok", sentinel: "failing" } })
    expect(JSON.stringify(degraded.body)).not.toContain("secret")
    expect((await rest.send("GET", "/readyz")).body).toMatchObject(ready)
    expect(rest.complaints).toHaveLength(2)
  })

  it.each([
    ["fails", Effect.fail(new StoreUnavailable({ reason: "The disk is full.", cause: 1 }))],
    ["doesn't answer", Effect.never]
  ])("is none while the store %s", async (_, answer) => {
    const rest = server({ store: storeThat(() => answer) })
    const refused = await rest.send("GET", "/readyz")
    expect(refused).toMatchObject({
      status: 503,
      body: { type: "/problems/not-ready", checks: { store: "failing", graph: "ok", sentinel: "ok" } }
    })
    expect(refused.headers.get("retry-after")).toBe("10")
    expect(await rest.send("GET", "/healthz")).toMatchObject({ status: 200 })
    expect(JSON.stringify(refused.body)).not.toContain("disk")
  })

  it("costs one look, however many ask", async () => {
    const rest = restUnderTest()
    const asked = () => rest.directory((hand) => hand.asked())
    const before = await asked()
    await Promise.all(Array.from({ length: 20 }, () => rest.send("GET", "/readyz")))
    expect((await asked()) - before).toBe(1)
    await rest.settled()
  })
})
