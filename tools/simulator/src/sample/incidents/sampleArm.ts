import {
  type AlertRecord,
  type ArmState,
  type BookmarkRecord,
  type ClientInfo,
  emptyArmState,
  type IncidentOwner,
  type IncidentRecord,
  nextEtag,
  unassignedOwner,
  type Workspace,
  securityInsightsId
} from "../../platform/ArmState.ts"
import { guidOf } from "../../platform/guid.ts"
import { type PersonKey, samplePeople, sampleResourceGroup, sampleSubscriptionId, sampleWorkspaces } from "../people.ts"
import { endpointIncidents } from "./endpoint.ts"
import { identityIncidents } from "./identity.ts"
import { labIncidents } from "./lab.ts"
import { networkIncidents } from "./network.ts"
import { oddIncidents } from "./odd.ts"
import { sampleManagementGroup, sampleRoleAssignments } from "./roleAssignments.ts"
import type { SampleAlert, SampleBookmark, SampleIncident } from "./SampleIncident.ts"
import { incidentsToBeMerged } from "./toBeMerged.ts"

/** Where and when a sample incident is created. */
interface SampleContext {
  readonly arm: ArmState
  readonly workspace: Workspace
  readonly tenantId: string
  readonly now: Date
}

const authorOf = (key: PersonKey): ClientInfo => {
  const { id, displayName, mail, userPrincipalName } = samplePeople[key]
  return { objectId: id, name: displayName, email: mail, userPrincipalName }
}

const ownerOf = (key: PersonKey): IncidentOwner => {
  const { id, displayName, mail, userPrincipalName } = samplePeople[key]
  return { objectId: id, email: mail, assignedTo: displayName, userPrincipalName, ownerType: "User" }
}

const minutesBefore = (now: Date, minutes: number): Date => new Date(now.getTime() - minutes * 60_000)
const isoBefore = (now: Date, minutes: number): string => minutesBefore(now, minutes).toISOString()

const alertRecord = (alert: SampleAlert, name: string, { now, workspace }: SampleContext): AlertRecord => {
  const end = isoBefore(now, alert.minutesAgo - alert.lastsMinutes)
  return {
    name,
    properties: {
      friendlyName: alert.title,
      alertDisplayName: alert.title,
      alertType: alert.title,
      description: alert.description,
      severity: alert.severity,
      status: "New",
      confidenceLevel: "Unknown",
      startTimeUtc: isoBefore(now, alert.minutesAgo),
      endTimeUtc: end,
      timeGenerated: end,
      processingEndTime: end,
      providerAlertId: guidOf(`provider-alert/${name}`),
      systemAlertId: name,
      vendorName: "Microsoft",
      productName: alert.product,
      productComponentName: alert.product === "Azure Sentinel" ? "Scheduled Alerts" : "Detections",
      compromisedEntity: alert.compromised,
      tactics: [...alert.tactics],
      remediationSteps: [...(alert.remediation ?? [])],
      resourceIdentifiers: [
        {
          type: "LogAnalytics",
          workspaceId: workspace.customerId,
          subscriptionId: workspace.subscriptionId,
          resourceGroup: workspace.resourceGroup
        }
      ],
      additionalData: { AlertMessageEnqueueTime: end }
    }
  }
}

const bookmarkRecord = (bookmark: SampleBookmark, name: string, now: Date): BookmarkRecord => {
  const { objectId, email, name: person } = authorOf(bookmark.by)
  const user = { objectId, name: person, ...(email !== undefined && { email }) }
  const created = isoBefore(now, bookmark.minutesAgo)
  return {
    name,
    properties: {
      friendlyName: bookmark.title,
      displayName: bookmark.title,
      created,
      updated: created,
      createdBy: user,
      updatedBy: user,
      eventTime: created,
      labels: [],
      notes: bookmark.notes,
      query: bookmark.query,
      queryResult: JSON.stringify({ TimeGenerated: created, ...bookmark.row }),
      additionalData: { EntityId: name }
    }
  }
}

/** A sample incident as Sentinel keeps it; ids depend on its name only. */
const incidentRecord = (sample: SampleIncident, telling: SampleContext): IncidentRecord => {
  const { arm, workspace, tenantId, now } = telling
  const id = (what: string, index: number): string => guidOf(`${sample.name}/${what}/${index}`)
  const etag = (): string => nextEtag(arm, minutesBefore(now, sample.changedMinutesAgo))
  const alerts = sample.alerts.map((alert, index) => alertRecord(alert, id("alert", index), telling))
  const bookmarks = (sample.bookmarks ?? []).map((bookmark, index) =>
    bookmarkRecord(bookmark, id("bookmark", index), now)
  )
  const starts = sample.alerts.map(({ minutesAgo }) => minutesAgo)
  const ends = sample.alerts.map(({ minutesAgo, lastsMinutes }) => minutesAgo - lastsMinutes)
  const provider = securityInsightsId(workspace)
  const evidence = [
    ...alerts.map(({ name }) => `${provider}/Entities/${name}`),
    ...bookmarks.map(({ name }) => `${provider}/bookmarks/${name}`)
  ]
  return {
    name: sample.name,
    etag: etag(),
    incidentNumber: sample.number,
    createdTimeUtc: isoBefore(now, sample.openedMinutesAgo),
    lastModifiedTimeUtc: isoBefore(now, sample.changedMinutesAgo),
    providerName: sample.defenderNumber === undefined ? "Azure Sentinel" : "Microsoft XDR",
    providerIncidentId: String(sample.defenderNumber ?? sample.number),
    ...(sample.defenderNumber !== undefined && {
      providerIncidentUrl: `https://security.microsoft.com/incidents/${sample.defenderNumber}?tid=${tenantId}`
    }),
    analyticRules: sample.rule === undefined ? [] : [guidOf(`rule/${sample.rule}`)],
    tactics: [...sample.tactics],
    techniques: [...sample.techniques],
    written: {
      title: sample.title,
      description: sample.description,
      severity: sample.severity,
      status: sample.status,
      ...(sample.closed !== undefined && {
        classification: sample.closed.classification,
        classificationComment: sample.closed.comment,
        ...(sample.closed.reason !== undefined && { classificationReason: sample.closed.reason })
      }),
      owner: sample.owner === undefined ? unassignedOwner() : ownerOf(sample.owner),
      labels: [
        ...(sample.labels ?? []).map((labelName) => ({ labelName, labelType: "User" as const })),
        ...(sample.automaticLabels ?? []).map((labelName) => ({ labelName, labelType: "AutoAssigned" as const }))
      ],
      ...(sample.alerts.length > 0 && {
        firstActivityTimeUtc: isoBefore(now, Math.max(...starts)),
        lastActivityTimeUtc: isoBefore(now, Math.min(...ends))
      })
    },
    alerts,
    bookmarks,
    entities: [...sample.entities],
    comments: (sample.comments ?? []).map(({ by, minutesAgo, message }, index) => ({
      name: id("comment", index),
      etag: etag(),
      message,
      createdTimeUtc: isoBefore(now, minutesAgo),
      lastModifiedTimeUtc: isoBefore(now, minutesAgo),
      author: authorOf(by)
    })),
    relations: evidence.map((relatedResourceId, index) => ({
      name: id("relation", index),
      etag: etag(),
      relatedResourceId
    })),
    tasks: (sample.tasks ?? []).map(({ title, description, by, completed }, index) => ({
      name: id("task", index),
      etag: etag(),
      title,
      ...(description !== undefined && { description }),
      status: completed === true ? ("Completed" as const) : ("New" as const),
      createdTimeUtc: isoBefore(now, sample.changedMinutesAgo),
      lastModifiedTimeUtc: isoBefore(now, sample.changedMinutesAgo),
      createdBy: authorOf(by),
      lastModifiedBy: authorOf(by)
    }))
  }
}

/** Azure's state in a sample tenant: two workspaces with closed and ongoing incidents at `now`, and role assignments. */
export const sampleArm = (tenantId: string, now: Date): ArmState => {
  const arm = emptyArmState()
  arm.subscriptions = [
    { id: sampleSubscriptionId, managementGroups: [sampleManagementGroup], resourceGroups: [sampleResourceGroup] }
  ]
  const seed = (name: string, samples: ReadonlyArray<SampleIncident>): Workspace => {
    const workspace: Workspace = {
      subscriptionId: sampleSubscriptionId,
      resourceGroup: sampleResourceGroup,
      name,
      customerId: guidOf(`workspace/${name}`),
      lastIncidentNumber: Math.max(...samples.map(({ number }) => number)),
      incidents: []
    }
    workspace.incidents = samples
      .toSorted((left, right) => left.number - right.number)
      .map((sample) => incidentRecord(sample, { arm, workspace, tenantId, now }))
    return workspace
  }
  arm.workspaces = [
    seed(sampleWorkspaces.prod, [
      ...incidentsToBeMerged,
      ...identityIncidents,
      ...endpointIncidents,
      ...networkIncidents,
      ...oddIncidents
    ]),
    seed(sampleWorkspaces.lab, labIncidents)
  ]
  arm.roleAssignments = sampleRoleAssignments()
  return arm
}
