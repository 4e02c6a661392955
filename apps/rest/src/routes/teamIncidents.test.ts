import { sentinelReader } from "@incident-teams/adapter-memory/BuiltInRoles"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { sample } from "../../testing/sampleCallers.ts"

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
    const timeline = (await rest.send("GET", `${team}/timeline?top=200`, { as: "ben" })).body.items
    expect(timeline.map(({ text }: { readonly text: string }) => text)).toEqual(
      expect.arrayContaining([
        `Incident ${other.number} is linked: the team stays open while any of its incidents is open.`,
        `The team's link was posted on incident ${other.number}.`,
        `Ben Sample made incident ${other.number} the lead.`,
        `Ben Sample requested: unlink incident ${other.number}.`,
        `Incident ${other.number} was unlinked.`
      ])
    )
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

  it("each get the team's link as a comment, once, also those of a team that is merged", async () => {
    const comments = (id: IncidentId) => rest.run(Effect.flatMap(IncidentHand, (hand) => hand.commentsOf(id)))
    const [one, other] = [await openTeam(), await openTeam()]
    const alone = await rest.newIncident()
    await post(`${one.team}/incidents`, { incident: alone.id })
    await post(`${one.team}/incidents`, { incident: other.incident.id, merge: true })
    await rest.work()
    const { link, incidents } = (await rest.send("GET", one.team, { as: "ben" })).body
    expect(incidents).toMatchObject([
      { id: one.incident.id },
      { id: alone.id, announcement: { status: "done" } },
      { id: other.incident.id, announcement: { status: "done" } }
    ])
    const withLink = async (id: IncidentId) =>
      (await comments(id)).filter(({ message }) => message.includes(link)).length
    for (const { id } of [one.incident, alone, other.incident]) expect(await withLink(id)).toBe(1)
    expect(await comments(other.incident.id)).toHaveLength(2)
    // Linked again, the comment is there already.
    await post(`${one.team}/incidents/remove`, { incident: alone.id })
    await rest.work()
    await post(`${one.team}/incidents`, { incident: alone.id })
    await rest.work()
    expect(await comments(alone.id)).toHaveLength(1)
    // On the incident that the team was created for, whichever one leads.
    await post(`${one.team}/incidents`, { incident: alone.id, lead: true })
    await rest.work()
    for (const { id } of [one.incident, alone]) expect(await withLink(id)).toBe(1)
  })

  it("are each read by callers who may read its own workspace, and by nobody else", async () => {
    const both = restUnderTest({ workspaces: ["soc", "lab"] })
    const [lead, linked] = [await both.newIncident(), await both.newIncident({}, "lab")]
    const { body } = await both.send("POST", `/v1/incidents/${lead.id}/team`, { as: "ben", body: {} })
    await both.send("POST", `/v1/teams/${body.teamId}/incidents`, { as: "ben", body: { incident: linked.id } })
    await both.work()
    await both.use(RightsHand, (hand) => hand.assign(sample.farid.id, WorkspaceAlias.make("lab"), sentinelReader))
    const read = (id: IncidentId) => both.send("GET", `/v1/incidents/${id}`, { as: "farid" })
    expect(await read(linked.id)).toMatchObject({ status: 200, body: { team: { id: body.teamId } } })
    expect(await read(lead.id)).toMatchObject({ status: 403 })
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
