import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"

const minute = 60_000
const rest = restUnderTest({ closeGrace: 5 * minute })
const ben = { as: "ben" } as const

const teamOf = async () => {
  const incident = await rest.newIncident()
  const { body } = await rest.send("POST", `/v1/incidents/${incident.id}/team`, { ...ben, body: {} })
  await rest.work()
  return { incident, path: `/v1/teams/${body.teamId}` }
}

/** An automation rule closes the incident in Sentinel, and the feed reads that. */
const seenClosed = async () => {
  const one = await teamOf()
  const { id } = one.incident
  await rest.run(Effect.flatMap(IncidentHand, (hand) => hand.change(id, { status: "Closed" })))
  await rest.run(observeIncident(id))
  await rest.work()
  return one
}

const team = async (path: string) => (await rest.send("GET", path, ben)).body
const texts = async (path: string): Promise<ReadonlyArray<string>> =>
  (await rest.send("GET", `${path}/timeline?top=200`, ben)).body.items.map(({ text }: { text: string }) => text)

describe("an incident that was only seen to be closed", () => {
  it("leaves its team open, and everybody sees until when", async () => {
    const { incident, path } = await seenClosed()
    const seen = await team(path)
    expect(seen).toMatchObject({ phase: "open", desiredState: "open", incident: { closed: true } })
    const left = Date.parse(seen.archivesAt) - Date.now()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(5 * minute)
    const { items } = (await rest.send("GET", `/v1/teams?workspace=soc&top=100`, ben)).body
    expect(items).toContainEqual(expect.objectContaining({ id: seen.id, archivesAt: seen.archivesAt }))
    expect(await texts(path)).toContain(
      `Incident ${incident.number} was read from Sentinel: its status is Closed. The team is archived in 5 minutes, unless the incident is reopened or someone keeps the team open.`
    )
  })

  it("is archived now where someone says so", async () => {
    const { path } = await seenClosed()
    expect(await rest.send("POST", `${path}/archive-now`, ben)).toMatchObject({
      status: 202,
      body: { status: "Succeeded" }
    })
    await rest.work()
    const archived = await team(path)
    expect(archived).toMatchObject({ phase: "archived", desiredState: "archived" })
    expect(archived).not.toHaveProperty("archivesAt")
    expect(await texts(path)).toContain("Ben Sample requested: archive the team now.")
    expect(await rest.send("POST", `${path}/archive-now`, ben)).toMatchObject({ status: 202 })
  })

  it("leaves the team open for as long as someone keeps it open, who is named with since when", async () => {
    const { path } = await seenClosed()
    expect(await rest.send("POST", `${path}/keep-open`, ben)).toMatchObject({ status: 202 })
    const kept = await team(path)
    expect(kept).toMatchObject({
      phase: "open",
      incident: { closed: true },
      keptOpen: { by: { kind: "person", name: "Ben Sample" }, since: expect.any(String) }
    })
    expect(kept).not.toHaveProperty("archivesAt")
    expect(await texts(path)).toContain(
      "Ben Sample keeps the team open. The team stays open although its incidents are closed, until someone archives it or an incident is reopened and closed again."
    )
    await rest.send("POST", `${path}/archive-now`, ben)
    await rest.work()
    expect((await team(path)).phase).toBe("archived")
  })

  it("has no grace where a person closes it here", async () => {
    const { incident, path } = await teamOf()
    const body = { status: "Closed", classification: "Undetermined" }
    await rest.send("PATCH", `/v1/incidents/${incident.id}`, { ...ben, body })
    await rest.work()
    expect((await team(path)).phase).toBe("archived")
    expect(await rest.send("POST", `${path}/keep-open`, ben)).toMatchObject({
      status: 409,
      body: { type: "/problems/nothing-to-keep-open" }
    })
  })

  it("can't be archived while it is open", async () => {
    const { incident, path } = await teamOf()
    expect(await rest.send("POST", `${path}/archive-now`, ben)).toMatchObject({
      status: 409,
      body: {
        type: "/problems/incident-open",
        detail: `Incident ${incident.number} is open, so its team isn't archived.`
      }
    })
  })
})
