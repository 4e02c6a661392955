import { describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"

const rest = restUnderTest()

const openTeam = async () => {
  const incident = await rest.newIncident()
  const { body } = await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: {} })
  await rest.work()
  return { incident, team: `/v1/teams/${body.teamId}`, teamId: body.teamId }
}

const post = (path: string, body: unknown) => rest.send("POST", path, { as: "ben", body })

describe("incidents of a team", () => {
  it("are linked, shown with the lead first, and unlinked", async () => {
    const { incident, team, teamId } = await openTeam()
    const other = await rest.newIncident()
    expect(await post(`${team}/incidents`, { incident: other.id })).toMatchObject({ status: 202, body: { teamId } })
    await rest.work()
    expect((await rest.send("GET", team, { as: "ben" })).body.incidents).toMatchObject([
      { id: incident.id, state: "served" },
      { id: other.id, state: "served" }
    ])
    expect(await post(`/v1/incidents/${other.id}/team`, {})).toMatchObject({
      status: 409,
      body: { type: "/problems/team-exists", teamId }
    })
    expect(await rest.send("GET", `/v1/incidents/${other.id}/team`, { as: "ben" })).toMatchObject({
      status: 200,
      body: { id: teamId }
    })
    const shape = { teamName: "Another" }
    const joined = await post(`${other.armId}/createTeam?api-version=2025-09-01`, shape)
    expect(joined).toMatchObject({ status: 200, body: { teamId: expect.any(String) } })
    expect(await rest.teams()).toHaveLength(1)
    const { items } = (await rest.send("GET", "/v1/incidents?top=100", { as: "ben" })).body
    expect(items).toContainEqual(
      expect.objectContaining({ id: other.id, team: expect.objectContaining({ id: teamId }) })
    )
    expect(await post(`${team}/incidents`, { incident: other.id, lead: true })).toMatchObject({ status: 202 })
    expect((await rest.send("GET", team, { as: "ben" })).body.incident.id).toBe(other.id)
    expect(await post(`${team}/incidents/remove`, { incident: other.id })).toMatchObject({ status: 202 })
    await rest.work()
    expect((await rest.send("GET", team, { as: "ben" })).body.incidents).toMatchObject([{ id: incident.id }])
    expect(await post(`/v1/incidents/${other.id}/team`, {})).toMatchObject({ status: 202 })
  })

  it("bring their team along only where the request says so", async () => {
    const [one, other] = [await openTeam(), await openTeam()]
    const link = { incident: other.incident.id }
    expect(await post(`${one.team}/incidents`, link)).toMatchObject({
      status: 409,
      body: { type: "/problems/team-exists", teamId: other.teamId }
    })
    expect(await post(`${one.team}/incidents`, { ...link, merge: true })).toMatchObject({ status: 202 })
    await rest.work()
    expect((await rest.send("GET", other.team, { as: "ben" })).body.mergedInto).toMatchObject({ teamId: one.teamId })
    expect(await post(`${other.team}/people`, { people: [] })).toMatchObject({ status: 409 })
  })

  it("are refused in words: the founding one, one that isn't here, and a merge that isn't one", async () => {
    const { incident, team } = await openTeam()
    const other = await rest.newIncident()
    expect(await post(`${team}/incidents/remove`, { incident: incident.id })).toMatchObject({
      status: 409,
      body: { type: "/problems/founding-incident-stays" }
    })
    expect(await post(`${team}/incidents/remove`, { incident: other.id })).toMatchObject({
      status: 404,
      body: { type: "/problems/incident-not-served" }
    })
    expect(await post(`${team}/merge`, { incident: incident.id })).toMatchObject({
      status: 409,
      body: { type: "/problems/no-merge-to-decide" }
    })
  })
})
