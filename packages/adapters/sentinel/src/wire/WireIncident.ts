import { defined } from "@incident-teams/domain/defined"
import { canonicalIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { Guid } from "@incident-teams/domain/ids/Guid"
import { IncidentArmId, incidentArmIdOf } from "@incident-teams/domain/ids/IncidentArmId"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Classification, ClassificationReason } from "@incident-teams/domain/incident/Classification"
import type { Incident, IncidentMerge } from "@incident-teams/domain/incident/Incident"
import type { IncidentOwner } from "@incident-teams/domain/incident/IncidentOwner"
import { IncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { Severity } from "@incident-teams/domain/incident/Severity"
import { Result, Schema } from "effect"
import type { SentinelWorkspace } from "../SentinelWorkspace.ts"
import { lenient, lenientTexts, textsOf } from "./lenient.ts"

const WireLabel = Schema.Struct({ labelName: Schema.String, labelType: lenient(Schema.String) })

const WireOwner = Schema.Struct({
  objectId: lenient(Guid),
  assignedTo: lenient(Schema.String),
  email: lenient(Schema.String),
  userPrincipalName: lenient(Schema.String),
  ownerType: lenient(Schema.String)
})

const WireAdditional = Schema.Struct({
  alertsCount: lenient(Schema.Natural),
  bookmarksCount: lenient(Schema.Natural),
  commentsCount: lenient(Schema.Natural),
  alertProductNames: lenientTexts,
  tactics: lenientTexts,
  techniques: lenientTexts,
  providerIncidentUrl: lenient(Schema.String),
  // A text by Microsoft's schema (incidentadditionaldata); a number is taken, too.
  mergedIncidentNumber: lenient(Schema.Union([Schema.Int, Schema.FiniteFromString.check(Schema.isInt())])),
  mergedIncidentUrl: lenient(Schema.String)
})
type Additional = typeof WireAdditional.Type

/** An incident as ARM sends it (Microsoft.SecurityInsights, 2025-09-01; the previews' further members included). */
const WireIncident = Schema.Struct({
  id: lenient(Schema.String),
  name: IncidentName,
  etag: Schema.NonEmptyString,
  properties: Schema.Struct({
    title: Schema.String,
    severity: Severity,
    status: IncidentStatus,
    incidentNumber: Schema.Int,
    createdTimeUtc: Timestamp,
    lastModifiedTimeUtc: Timestamp,
    description: lenient(Schema.String),
    classification: lenient(Classification),
    classificationReason: lenient(ClassificationReason),
    classificationComment: lenient(Schema.String),
    owner: lenient(WireOwner),
    labels: lenient(Schema.Array(Schema.Unknown)),
    firstActivityTimeUtc: lenient(Timestamp),
    lastActivityTimeUtc: lenient(Timestamp),
    incidentUrl: lenient(Schema.String),
    providerName: lenient(Schema.String),
    providerIncidentId: lenient(Schema.String),
    relatedAnalyticRuleIds: lenientTexts,
    additionalData: lenient(WireAdditional)
  })
})
type WireIncident = typeof WireIncident.Type

const decode = Schema.decodeUnknownResult(WireIncident)
const decodeLabel = Schema.decodeUnknownOption(WireLabel)
const isArmId = Schema.is(IncidentArmId)

/** An unassigned incident has an owner whose members are all null. */
const ownerOf = (owner: typeof WireOwner.Type | undefined): IncidentOwner | undefined => {
  const { objectId: id, assignedTo: name, email, userPrincipalName, ownerType: kind } = owner ?? {}
  if (!id && !name && !email && !userPrincipalName) return undefined
  return {
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    ...(userPrincipalName ? { userPrincipalName } : {}),
    ...(kind ? { kind } : {})
  }
}

const labelsOf = (labels: ReadonlyArray<unknown> | undefined): Incident["labels"] =>
  (labels ?? []).flatMap((label) => {
    const decoded = decodeLabel(label)
    if (decoded._tag === "None") return []
    const { labelName: name, labelType: kind } = decoded.value
    return [{ name, ...defined({ kind }) }]
  })

/**
 * Microsoft's texts write the label `Redirected` and `redirected` (Defender: "Alert correlation", "Microsoft Defender XDR
 * integration with Microsoft Sentinel"); it is all that the stable API tells of a merge.
 */
const mergeOf = (
  labels: Incident["labels"],
  into: number | undefined,
  url: string | undefined
): IncidentMerge | undefined =>
  into !== undefined || labels.some(({ name }) => name.toLowerCase() === "redirected")
    ? defined({ into, url })
    : undefined

/**
 * Azure's spelling of the id, as long as it means the same as ours: our team's identity hangs on it, and Microsoft's
 * own examples misspell the provider.
 */
const armIdOf = ({ id = "", name }: WireIncident, { scope }: SentinelWorkspace): IncidentArmId => {
  const ours = incidentArmIdOf(scope, name)
  return isArmId(id) && canonicalIncidentId(id) === canonicalIncidentId(ours) ? id : ours
}

/** Some of Azure's examples leave out the quotes, without which HTTP takes no ETag (RFC 9110, 8.8.3). */
const quoted = (etag: string): string => (etag.endsWith('"') ? etag : `"${etag}"`)

/** An incident in our words. What we can't do without is strict, everything else lenient. */
export const decodeIncident = (
  wire: unknown,
  workspace: SentinelWorkspace
): Result.Result<Incident, Schema.SchemaError> =>
  Result.map(decode(wire), (incident) => {
    const {
      labels,
      owner,
      incidentNumber: number,
      createdTimeUtc: created,
      lastModifiedTimeUtc: lastModified,
      firstActivityTimeUtc: firstActivity,
      lastActivityTimeUtc: lastActivity,
      incidentUrl,
      relatedAnalyticRuleIds,
      additionalData,
      ...same
    } = incident.properties
    const armId = armIdOf(incident, workspace)
    const assigned = ownerOf(owner)
    const tags = labelsOf(labels)
    const {
      alertsCount = 0,
      bookmarksCount = 0,
      commentsCount = 0,
      providerIncidentUrl: providerUrl,
      mergedIncidentNumber,
      mergedIncidentUrl
    }: Additional = additionalData ?? {}
    return {
      ...same,
      id: incidentIdOf(workspace.alias, incident.name),
      armId,
      etag: quoted(incident.etag),
      number,
      created,
      lastModified,
      labels: tags,
      // Always there in practice; the portal takes this form for every incident.
      url: incidentUrl ?? `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${armId}`,
      relatedAnalyticRuleIds: textsOf(relatedAnalyticRuleIds),
      alertsCount,
      bookmarksCount,
      commentsCount,
      alertProductNames: textsOf(additionalData?.alertProductNames),
      tactics: textsOf(additionalData?.tactics),
      techniques: textsOf(additionalData?.techniques),
      ...defined({
        owner: assigned,
        firstActivity,
        lastActivity,
        providerUrl,
        merged: mergeOf(tags, mergedIncidentNumber, mergedIncidentUrl)
      })
    }
  })
