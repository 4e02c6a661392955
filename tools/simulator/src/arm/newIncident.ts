import { randomUUID } from "node:crypto"
import { nobody } from "../platform/ArmState.ts"
import type { ArmState, IncidentRecord, WritableIncident, Workspace } from "../platform/ArmState.ts"
import { nextEtag } from "../platform/ArmState.ts"

/** An incident without any evidence yet, as a service or a person adds it: numbered, with its first etag. */
export const newIncident = (
  arm: ArmState,
  workspace: Workspace,
  written: WritableIncident,
  now: Date,
  name: string = randomUUID()
): IncidentRecord => {
  workspace.lastIncidentNumber += 1
  const incident: IncidentRecord = {
    name,
    etag: nextEtag(arm, now),
    incidentNumber: workspace.lastIncidentNumber,
    createdTimeUtc: now.toISOString(),
    lastModifiedTimeUtc: now.toISOString(),
    // Made through the API or by hand, an incident never goes to Defender.
    providerName: "Azure Sentinel",
    providerIncidentId: String(workspace.lastIncidentNumber),
    analyticRules: [],
    tactics: [],
    techniques: [],
    written,
    alerts: [],
    bookmarks: [],
    entities: [],
    comments: [],
    relations: [],
    tasks: []
  }
  workspace.incidents.push(incident)
  return incident
}

const subjects = ["Password spray", "Rare process", "Impossible travel", "Mass download", "Suspicious sign-in"] as const
const severities = ["Informational", "Low", "Medium", "High"] as const
const statuses = ["New", "Active"] as const

const cyclic = <Item>(items: readonly [Item, ...Array<Item>], index: number): Item =>
  items[index % items.length] ?? items[0]

/** A made-up incident for load: the same for the same number. */
export const madeUpIncident = (number: number): WritableIncident => ({
  title: `${cyclic(subjects, number)} on host wg-${String(number).padStart(5, "0")}`,
  description: "Made up for a load test.",
  severity: cyclic(severities, number),
  status: cyclic(statuses, number),
  owner: nobody(),
  labels: [{ labelName: "load", labelType: "AutoAssigned" }]
})
