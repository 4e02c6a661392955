import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import { lookAtDelays } from "@incident-teams/application/doctor/lookAtDelays"
import { delayedTeams } from "@incident-teams/application/monitoring/delays"
import { WorkerHeartbeat } from "@incident-teams/application/monitoring/WorkerHeartbeat"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { Directory, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import { IncidentSource, IncidentSourceUnavailable } from "@incident-teams/application/ports/IncidentSource"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import { personCookies } from "../../testing/pageVisitors.ts"
import { restUnderTest, type TestOptions } from "../../testing/restUnderTest.ts"

const ready = { status: "ready", checks: { store: "ok", graph: "ok", sentinel: "ok", capacity: "ok" } }

/** A server that looks anew each time, unless told otherwise. */
const server = (options: TestOptions = {}) =>
  restUnderTest({ health: { rememberedMillis: 0, patienceMillis: 50, silenceMillis: 1_000 }, ...options })

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

  it("is degraded while Graph or Sentinel fails, and whole again afterward", async () => {
    const rest = server({ workspaces: ["soc", "lab"] })
    await rest.use(handOn(Directory), (hand) =>
      hand.failNext("any", new DirectoryUnavailable({ reason: "secret inside", cause: 1 }))
    )
    expect(await rest.send("GET", "/readyz")).toMatchObject({
      status: 200,
      body: { status: "degraded", checks: { store: "ok", graph: "failing", sentinel: "ok" } }
    })
    await rest.use(handOn(IncidentSource), (hand) =>
      hand.failNext("find", new IncidentSourceUnavailable({ reason: "secret inside", cause: 1 }))
    )
    const degraded = await rest.send("GET", "/readyz")
    expect(degraded.body).toMatchObject({ status: "degraded", checks: { graph: "ok", sentinel: "failing" } })
    expect(JSON.stringify(degraded.body)).not.toContain("secret")
    expect((await rest.send("GET", "/readyz")).body).toMatchObject(ready)
    expect(rest.complaints).toHaveLength(2)
  })

  it("L15 tells what its own reads are denied for, although no team waits for it yet", async () => {
    const rest = server({ workspaces: ["soc", "lab"] })
    const denied = (kind: InstallationTrouble["kind"]) =>
      new InstallationTrouble({ kind, reason: "secret inside", remedy: "Correct it." })
    const trouble = denied("credentials")
    await rest.use(handOn(Directory), (hand) =>
      hand.failNext("any", new DirectoryUnavailable({ reason: "secret inside", trouble, cause: trouble }))
    )
    await rest.use(handOn(IncidentSource), (hand) => hand.failNext("find", trouble))
    const answer = await rest.send("GET", "/readyz")
    expect(answer.body).toMatchObject({
      status: "degraded",
      checks: { graph: "failing", sentinel: "failing" },
      installation: [{ kind: "credentials" }]
    })
    expect(answer.body.installation).toHaveLength(1)
    expect(JSON.stringify(answer.body)).not.toContain("secret")
    await rest.use(handOn(IncidentSource), (hand) => hand.failNext("find", denied("permission")))
    expect((await rest.send("GET", "/readyz")).body).toMatchObject({
      checks: { graph: "ok", sentinel: "failing" },
      installation: [{ kind: "permission" }]
    })
    expect((await rest.send("GET", "/readyz")).body).toMatchObject({ ...ready, installation: [] })
    expect(rest.complaints).toHaveLength(3)
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

  it("L15 sees a store that still answers and can't be written to, and that it is mended, without another write (bad day 14)", async () => {
    let full = false
    const unlessFull = <A, E>(write: Effect.Effect<A, E>): Effect.Effect<A, E | StoreUnavailable> =>
      Effect.suspend((): Effect.Effect<A, E | StoreUnavailable> =>
        full ? Effect.fail(new StoreUnavailable({ reason: "The disk is full.", cause: 1 })) : write
      )
    const store = Layer.effect(
      TeamStore,
      Effect.map(TeamStore, (inner) => ({
        ...inner,
        create: (commit) => unlessFull(inner.create(commit)),
        point: (id, pointer) => unlessFull(inner.point(id, pointer))
      }))
    ).pipe(Layer.provide(MemoryTeamStore.layer))
    const rest = server({ store })
    const { id } = await rest.newIncident()
    const create = () => rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    full = true
    expect((await rest.send("GET", "/readyz")).body).toMatchObject(ready)
    expect(await create()).toMatchObject({ status: 503 })
    const answer = await rest.send("GET", "/readyz")
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "degraded", checks: { store: "failing", graph: "ok" } }
    })
    expect(JSON.stringify(answer.body)).not.toContain("disk")
    full = false
    expect((await rest.send("GET", "/readyz")).body).toMatchObject(ready)
    expect(await create()).toMatchObject({ status: 202 })
  })

  it("is degraded where a worker works and has stopped going round, and says nothing of one where none works", async () => {
    const readiness = async (silenceMillis: number, worker: Effect.Effect<void, never, WorkerHeartbeat>) => {
      const rest = server({ health: { rememberedMillis: 0, patienceMillis: 5_000, silenceMillis } })
      await rest.run(worker)
      const { status, body } = await rest.send("GET", "/readyz")
      await rest.settled()
      return { status, ...body }
    }
    const beat = Effect.flatMap(WorkerHeartbeat, (pulse) => pulse.beat)
    const { checks } = ready
    expect(await readiness(600_000, beat)).toMatchObject({ status: "ready", checks: { ...checks, worker: "ok" } })
    // Not even this moment is recent enough.
    expect(await readiness(0, beat)).toMatchObject({ status: "degraded", checks: { ...checks, worker: "failing" } })
    expect((await readiness(0, Effect.void)).checks).toEqual(checks)
  })

  it("L15 tells the installation's trouble once, however many teams wait for it, until it ends by itself", async () => {
    const rest = server({ metrics: true })
    await rest.use(handOn(CollaborationPlatform), (hand) =>
      hand.failNext(
        "ensureTeam",
        new InstallationTrouble({ kind: "license", reason: "secret inside", remedy: "Assign a license." }),
        { times: 10_000 }
      )
    )
    const incidents: Array<string> = []
    for (let incident = 0; incident < 2; incident++) {
      const { id } = await rest.newIncident()
      incidents.push(id)
      await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    }
    const terms = { ...leaseTerms("test"), concurrency: 8, waitAtMostMillis: 10 }
    const delayed = Effect.map(delayedTeams, (teams) => teams.length)
    while ((await rest.run(delayed)) < 2) await rest.run(reconcileOnce(terms))
    const answer = await rest.send("GET", "/readyz")
    expect(answer.body).toMatchObject({ status: "degraded", installation: [{ kind: "license" }] })
    expect(answer.body.installation).toHaveLength(1)
    expect(JSON.stringify(answer.body)).not.toContain("secret")
    expect(await (await rest.app.request("/metrics")).text()).toContain(
      "incident_teams_teams_waiting_for_installation 2"
    )
    for (const path of ["/incidents", `/incidents/${incidents[0]}`]) {
      const page = await rest.app.request(path, { headers: { cookie: await personCookies("ben") } })
      expect((await page.text()).match(/class="note bad trouble"[^>]*>[^<]*/gu)).toEqual([
        expect.stringContaining("The tenant lacks a license; teams wait until this is corrected.")
      ])
    }
    expect(await rest.run(lookAtDelays)).toMatchObject([
      { state: "problem", found: "2 teams wait: secret inside", remedy: expect.stringContaining("Assign a license.") }
    ])
    await rest.use(handOn(CollaborationPlatform), (hand) => hand.heal())
    await rest.work()
    expect((await rest.send("GET", "/readyz")).body).toMatchObject({ ...ready, installation: [] })
    await rest.settled()
  })

  it("costs one look, however many ask", async () => {
    const rest = restUnderTest()
    const asked = () => rest.use(handOn(Directory), (hand) => hand.calls().length)
    const before = await asked()
    await Promise.all(Array.from({ length: 20 }, () => rest.send("GET", "/readyz")))
    expect((await asked()) - before).toBe(1)
    await rest.settled()
  })
})

describe("a process that only works", () => {
  it("answers those who watch over it, and nobody else", async () => {
    const rest = restUnderTest({ role: "worker", metrics: true })
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      expect((await rest.app.request(path)).status).toBe(200)
    }
    const subscription = "/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002"
    for (const path of ["/v1/incidents", "/v1/events", "/openapi.json", "/docs", subscription]) {
      expect(await rest.send("GET", path, { as: "ben" })).toMatchObject({
        status: 404,
        body: { type: "/problems/no-such-route" }
      })
    }
    expect(await rest.send("POST", "/healthz")).toMatchObject({ status: 405, body: { allow: ["GET", "HEAD"] } })
    await rest.settled()
  })
})
