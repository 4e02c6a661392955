import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import { Directory, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import { handOn } from "@incident-teams/application/testing/Hand"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { noAzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { applications, sample } from "../../testing/sampleCallers.ts"
import { isApplication, type TestCaller } from "../../testing/testTokens.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest({ workspaces: ["soc", "lab"] })
})
afterEach(() => rest.settled())

const me = async (as: TestCaller) => (await rest.send("GET", "/v1/me", { as })).body
const azureIsBusy = new RightsUnavailable({ reason: "Busy.", afterMillis: 7_000, cause: undefined })
const directoryIsBusy = new DirectoryUnavailable({ reason: "Busy.", afterMillis: 7_000, cause: undefined })
const may = { allowed: true }
const mayNot = { allowed: false, detail: expect.any(String), needs: expect.any(String), remedy: expect.any(String) }

describe("GET /v1/me", () => {
  it("says who a person is, and what they may do on every workspace that they may read", async () => {
    const lab = WorkspaceAlias.make("lab")
    await rest.run(Effect.map(RightsHand, ({ set }) => set(sample.ben.id, lab, noAzureRights)))
    expect(await me("ben")).toEqual({
      kind: "person",
      id: sample.ben.id,
      name: "Ben Sample",
      workspaces: [{ alias: "soc", readIncidents: may, changeIncidents: may, createTeams: may }],
      accessRequests: { toDecide: [], own: [] }
    })
    expect((await me("dev")).workspaces).toMatchObject([
      { alias: "soc", readIncidents: may, changeIncidents: mayNot, createTeams: mayNot },
      { alias: "lab", readIncidents: may }
    ])
  })

  it("names no workspace to someone who may read nothing there, and nor does the list of workspaces", async () => {
    for (const as of ["elif", "bystander", "stranger"] as const) {
      expect((await me(as)).workspaces).toEqual([])
      expect((await rest.send("GET", "/v1/workspaces", { as })).body).toEqual({ items: [] })
      const unnamed = await rest.send("GET", "/v1/incidents", { as })
      expect(unnamed).toMatchObject({ status: 403, body: { type: "/problems/not-allowed" } })
      expect(JSON.stringify(unnamed.body)).not.toMatch(/soc|lab/u)
    }
  })

  it("asks the directory nothing about someone who may read nothing, however often they ask", async () => {
    await rest.use(handOn(Directory), (hand) => hand.forgetCalls())
    await me("stranger")
    await me("elif")
    expect(await rest.use(handOn(Directory), (hand) => hand.calls())).toEqual([])
    await me("ben")
    expect(await rest.use(handOn(Directory), (hand) => hand.calls())).not.toEqual([])
  })

  it("says who an application is, and doesn't ask for the owner that it names later", async () => {
    expect(await me("playbook")).toMatchObject({
      kind: "application",
      id: applications.playbook.id,
      workspaces: [{ alias: "soc", readIncidents: may, changeIncidents: may, createTeams: may }, { alias: "lab" }]
    })
  })

  const everybody: ReadonlyArray<TestCaller> = [
    ...(Object.keys(sample) as ReadonlyArray<keyof typeof sample>),
    ...(Object.keys(applications) as ReadonlyArray<keyof typeof applications>)
  ]
  const tries = {
    readIncidents: (as: TestCaller) => rest.send("GET", "/v1/incidents?workspace=soc", { as }),
    changeIncidents: async (as: TestCaller) => {
      const { id } = await rest.newIncident()
      return rest.send("PATCH", `/v1/incidents/${id}`, { as, body: { severity: "Low" } })
    },
    createTeams: async (as: TestCaller) => {
      const { id } = await rest.newIncident()
      const body = isApplication(as) ? { owner: sample.ines.id } : {}
      return rest.send("POST", `/v1/incidents/${id}/team`, { as, body })
    }
  }

  it.each(everybody)("tells %s beforehand exactly what trying tells", async (as) => {
    const [told] = (await me(as)).workspaces
    if (told === undefined) {
      expect((await tries.readIncidents(as)).status).toBe(403)
      return
    }
    for (const [action, attempt] of Object.entries(tries)) {
      const { status, body } = await attempt(as)
      expect(told[action]).toEqual(
        status < 300 ? may : { allowed: false, detail: body.detail, needs: body.needs, remedy: body.remedy }
      )
      if (status >= 300) expect(body.type).toBe("/problems/not-allowed")
    }
  })

  it("lists the access requests that wait for the caller's decision, and what became of their own", async () => {
    const { id: incidentId } = await rest.newIncident()
    const created = await rest.send("POST", `/v1/incidents/${incidentId}/team`, {
      as: "ben",
      body: { name: "War room" }
    })
    const { teamId } = created.body
    const team = { teamId, incidentId, name: "War room" }
    const asked = await rest.send("POST", `/v1/teams/${teamId}/access-requests`, {
      as: "dev",
      body: { reason: "Please." }
    })
    const accessOf = async (as: TestCaller) => (await me(as)).accessRequests
    // An owner, a Responder, and an application that changes teams.
    for (const as of ["ben", "chloe", "playbook"] as const) {
      expect(await accessOf(as)).toEqual({ toDecide: [{ ...team, pending: 1 }], own: [] })
    }
    expect(await accessOf("dev")).toEqual({ toDecide: [], own: [{ ...team, status: "pending" }] })
    expect(await accessOf("elif")).toEqual({ toDecide: [], own: [] })
    await rest.send("POST", `/v1/teams/${teamId}/access-requests/${asked.body.request.id}/deny`, {
      as: "ben",
      body: { reason: "Ask tier 2." }
    })
    expect(await accessOf("ben")).toEqual({ toDecide: [], own: [] })
    expect(await accessOf("dev")).toMatchObject({
      toDecide: [],
      own: [{ ...team, status: "denied", denied: { by: { name: "Ben Sample" }, reason: "Ask tier 2." } }]
    })
  })

  it("wants to know who calls", async () => {
    expect(await rest.send("GET", "/v1/me")).toMatchObject({ status: 401, body: { type: "/problems/unauthenticated" } })
  })

  it.each([
    [
      "Azure",
      "sentinel-unavailable",
      () => rest.use(handOn(AzureRightsSource), (hand) => hand.failNext("rightsOf", azureIsBusy))
    ],
    [
      "the directory",
      "directory-unavailable",
      () => rest.use(handOn(Directory), (hand) => hand.failNext("any", directoryIsBusy))
    ]
  ])("says that %s can't be asked, instead of guessing", async (_, type, break_) => {
    await break_()
    expect(await rest.send("GET", "/v1/me", { as: "ben" })).toMatchObject({
      status: 503,
      body: { type: `/problems/${type}`, retryAfter: 7 }
    })
  })
})
