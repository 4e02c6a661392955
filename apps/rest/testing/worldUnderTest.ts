import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform, PlatformRefused } from "@incident-teams/application/ports/CollaborationPlatform"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Effect } from "effect"
import { expect } from "vitest"
import { restUnderTest } from "./restUnderTest.ts"
import { sample, tier1 } from "./sampleCallers.ts"

/** What fits the server that is asked. */
export interface World {
  /** Ids of what there is, by the name of the parameter that takes them. */
  readonly there: Readonly<Record<string, ReadonlyArray<string>>>
  /** Bodies that name what there is, by operation. */
  readonly bodies: Readonly<Record<string, ReadonlyArray<unknown>>>
}

/**
 * A server in which every endpoint finds something to do: incidents open, closed and without a team; teams open, with
 * somebody refused and somebody who asks for access, archived, soon to be archived, lost and blocked; one whose incident
 * was merged.
 */
export const worldUnderTest = async () => {
  const rest = restUnderTest({ closeGrace: 7 * 24 * 60 * 60_000 })
  const teamOf = async (title: string) => {
    const { id } = await rest.newIncident({ title })
    const body = { people: [sample.elif.id, sample.hugo.id] }
    const { body: operation } = await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body })
    await rest.work()
    return { incident: id, team: String(operation.teamId), operation: String(operation.id) }
  }
  const open = await teamOf("Open")
  const asked = await rest.send("POST", `/v1/teams/${open.team}/access-requests`, {
    as: "dev",
    body: { reason: "I run the gateway." }
  })
  const closed = await teamOf("Closed")
  await rest.send("PATCH", `/v1/incidents/${closed.incident}`, {
    as: "ben",
    body: { status: "Closed", classification: "Undetermined" }
  })
  await rest.work()
  const lost = await teamOf("Lost")
  const known = new Set<unknown>()
  for (const { team } of [open, closed]) {
    const { body } = await rest.send("GET", `/v1/teams/${team}`, { as: "ben" })
    known.add(body.platformTeamId)
  }
  const gone = (await rest.teams()).find(({ id }) => !known.has(id))
  if (gone === undefined) throw new Error("The team that is to be lost isn't there.")
  await rest.platform((hand) => hand.delete(gone.id))
  const phase = async () => {
    const { body } = await rest.send("GET", `/v1/teams/${lost.team}`, { as: "ben" })
    await rest.work()
    return body.phase
  }
  await expect.poll(phase).toBe("lost")
  await rest.use(handOn(CollaborationPlatform), (hand) =>
    hand.failNext("ensureGroup", new PlatformRefused({ reason: "No license.", remedy: "Buy one." }))
  )
  const blocked = await teamOf("Blocked")
  const linked = await rest.newIncident({ title: "Linked" })
  await rest.send("POST", `/v1/teams/${open.team}/incidents`, { as: "ben", body: { incident: linked.id } })
  const merged = await teamOf("Merged")
  await rest.incidents((hand) => Effect.runSync(hand.change(merged.incident, { status: "Closed", merged: {} })))
  await rest.send("PATCH", `/v1/incidents/${merged.incident}`, { as: "ben", body: { severity: "Low" } })
  await rest.work()
  const closing = await teamOf("Closing")
  await rest.incidents((hand) => Effect.runSync(hand.change(closing.incident, { status: "Closed" })))
  await rest.run(observeIncident(closing.incident))
  const without = await Promise.all(["One", "Two", "Three"].map((title) => rest.newIncident({ title })))
  const there: World["there"] = {
    incidentId: [open.incident, closed.incident, lost.incident, ...without.map(({ id }) => id)],
    teamId: [open.team, closed.team, closing.team, lost.team, blocked.team, merged.team],
    operationId: [open.operation, closed.operation, lost.operation, blocked.operation],
    requestId: [String(asked.body.request.id)],
    personId: Object.values(sample).map(({ id }) => id),
    groupId: [tier1.id]
  }
  const bodies: World["bodies"] = {
    "hooks.sentinel": without.map(({ armId }) => ({ object: { id: armId } })),
    "incidents.createTeam": [{}, { people: [sample.dev.id], groups: [tier1.id] }, { owner: sample.ben.id }],
    "teams.addPeople": [{ people: [sample.dev.id] }, { groups: [tier1.id] }],
    "teams.removePeople": [{ people: [sample.elif.id] }],
    "teams.linkIncident": without.map(({ id }) => ({ incident: id })),
    "teams.unlinkIncident": [{ incident: linked.id }],
    "teams.decideMerge": [{ incident: merged.incident }]
  }
  return { rest, world: { there, bodies } }
}
