import { HookInbox } from "@incident-teams/application/feed/HookInbox"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { restUnderTest, type Sent } from "../../testing/restUnderTest.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

const armIdOf = (incident: IncidentId) =>
  rest.run(
    Effect.map(IncidentSource, ({ workspaces }) => {
      const { workspace, name } = partsOfIncidentId(incident)
      return workspaces.find(({ alias }) => alias === workspace)?.fullIdOf(name) ?? ""
    })
  )

const hook = (id: string, sent: Sent = { as: "playbook" }) =>
  rest.send("POST", "/v1/hooks/sentinel", { body: { object: { id } }, ...sent })

/** Until every incident that was told about was read. */
const read = () => rest.run(Effect.flatMap(HookInbox, ({ empty }) => empty))

const readsOf = (incident: IncidentId) =>
  rest.use(handOn(IncidentSource), (hand) => hand.calls("observe").filter(({ args: [id] }) => id === incident).length)

const openTeam = async () => {
  const incident = await rest.newIncident()
  await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: {} })
  await rest.work()
  return { incident: incident.id, armId: await armIdOf(incident.id) }
}

describe("a hook", () => {
  it("makes the team follow the incident as it is read, not as it is told", async () => {
    const { incident, armId } = await openTeam()
    const liar = { object: { id: armId, properties: { status: "Closed" } } }
    const taken = await hook(armId, { as: "playbook", body: liar })
    expect(taken).toMatchObject({ status: 202, body: { incidentId: incident } })
    await read()
    await rest.work()
    const team = () => rest.send("GET", `/v1/incidents/${incident}/team`, { as: "ben" })
    expect((await team()).body).toMatchObject({ phase: "open", desiredState: "open" })

    await rest.incidents((hand) => Effect.runSync(hand.close(incident)))
    await hook(armId.replace("Microsoft.OperationalInsights", "microsoft.operationaliinsights").toUpperCase())
    await hook(armId)
    await read()
    await rest.work()
    expect((await team()).body).toMatchObject({ phase: "archived", desiredState: "archived" })
  })

  it("about an incident without a team, or one that Sentinel doesn't know, does nothing", async () => {
    const { id } = await rest.newIncident()
    expect(await hook(await armIdOf(id))).toMatchObject({ status: 202 })
    expect(await hook((await armIdOf(id)).replace(/[^/]+$/u, "nobody-knows-it"))).toMatchObject({ status: 202 })
    await read()
    expect(await readsOf(id)).toBe(0)
    expect(await rest.teams()).toEqual([])
  })

  it("about a workspace that isn't served here is refused by name", async () => {
    const { id } = await rest.newIncident()
    const elsewhere = (await armIdOf(id)).replace(/workspaces\/[^/]+/u, "workspaces/elsewhere")
    expect(await hook(elsewhere)).toMatchObject({
      status: 404,
      body: { type: "/problems/unknown-workspace", field: "object.id" }
    })
  })

  it("that names no incident is refused", async () => {
    expect(await hook("soc~1")).toMatchObject({
      status: 422,
      body: { type: "/problems/invalid-body", field: "object.id" }
    })
  })

  it("may be as large as a trigger's body gets, which is larger than any other", async () => {
    const { armId } = await openTeam()
    const large = { object: { id: armId, properties: { relatedEntities: ["x".repeat(1_000_000)] } } }
    expect(await hook(armId, { as: "playbook", body: large })).toMatchObject({ status: 202 })
    const larger = { object: { id: armId, properties: { relatedEntities: ["x".repeat(9_000_000)] } } }
    expect(await hook(armId, { as: "playbook", body: larger })).toMatchObject({
      status: 413,
      body: { limitBytes: 8 * 1_024 * 1_024 }
    })
    await read()
  })

  it.each(["ben", "elif", "stranger"] as const)(
    "of %s, who isn't an application with the app role, is refused",
    async (as) => {
      const { armId } = await openTeam()
      expect(await hook(armId, { as })).toMatchObject({
        status: 403,
        body: { type: "/problems/not-allowed", what: "announce changes of incidents" }
      })
    }
  )

  it("of nobody is refused before its body is read", async () => {
    const { status } = await rest.send("POST", "/v1/hooks/sentinel", { raw: "{" })
    expect(status).toBe(401)
  })
})
