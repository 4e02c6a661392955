import { randomUUID } from "node:crypto"
import { unassignedOwner } from "../platform/ArmState.ts"
import type { ArmState, IncidentRecord, WritableIncident, Workspace } from "../platform/ArmState.ts"
import { nextEtag } from "../platform/ArmState.ts"

/** An incident without any evidence yet, as a service or a person adds it: numbered, with its first etag. */
export const newIncident = (
  arm: ArmState,
  workspace: Workspace,
  written: WritableIncident,
  now: Date,
  name: string = randomUUID(),
  /** Its number in Microsoft Defender. Absent: made through the API or manually, it never goes there. */
  defenderId?: number
): IncidentRecord => {
  workspace.lastIncidentNumber += 1
  const incident: IncidentRecord = {
    name,
    etag: nextEtag(arm, now),
    incidentNumber: workspace.lastIncidentNumber,
    createdTimeUtc: now.toISOString(),
    lastModifiedTimeUtc: now.toISOString(),
    providerName: defenderId === undefined ? "Azure Sentinel" : "Microsoft XDR",
    providerIncidentId: String(defenderId ?? workspace.lastIncidentNumber),
    ...(defenderId !== undefined && {
      providerIncidentUrl: `https://security.microsoft.com/incidents/${defenderId}`
    }),
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

const cycle = <Item>(items: readonly [Item, ...Array<Item>], index: number): Item =>
  items[index % items.length] ?? items[0]

/** Generates an incident for load tests: the same for the same number. */
export const generatedIncident = (number: number): WritableIncident => ({
  title: `${cycle(subjects, number)} on host wg-${String(number).padStart(5, "0")}`,
  description: "Generated for a load test.",
  severity: cycle(severities, number),
  status: cycle(statuses, number),
  owner: unassignedOwner(),
  labels: [{ labelName: "load", labelType: "AutoAssigned" }]
})
