import { defined } from "@incident-teams/domain/defined"
import type { Assignee, IncidentPatch } from "@incident-teams/domain/incident/IncidentChange"
import { Schema } from "effect"

/** An incident just as ARM sent it, for writing it back. */
export const RawIncident = Schema.Struct({
  etag: Schema.NonEmptyString,
  properties: Schema.Record(Schema.String, Schema.Json)
})
export type RawIncident = typeof RawIncident.Type

/** What Sentinel alone writes (2025-09-01, and the previews' teamInformation). */
const readOnly = new Set([
  "additionalData",
  "createdTimeUtc",
  "incidentNumber",
  "incidentUrl",
  "lastModifiedTimeUtc",
  "providerIncidentId",
  "providerName",
  "relatedAnalyticRuleIds",
  "teamInformation"
])

const nobody = { objectId: null, email: null, assignedTo: null, userPrincipalName: null }

/** The members that aren't given are left to Sentinel, which finds them by the object id. */
const ownerOf = ({ id, kind, name, email, userPrincipalName }: Assignee): Schema.JsonObject => ({
  objectId: id,
  ownerType: kind,
  ...defined({ assignedTo: name, email, userPrincipalName })
})

/**
 * The body of the PUT that makes `patch` so. PUT replaces all that is writable: everything that isn't changed goes back
 * as it came, members that we don't know included; what is cleared, and what was null, is left out. The etag goes into
 * the body: Sentinel knows no If-Match.
 */
export const incidentWrite = ({ etag, properties }: RawIncident, patch: IncidentPatch): Schema.JsonObject => {
  const { owner, classificationReason, ...plain } = patch
  const kept = Object.entries(properties).filter(
    ([name, value]) =>
      !readOnly.has(name) && value !== null && !(name === "classificationReason" && classificationReason !== undefined)
  )
  return {
    etag,
    properties: {
      ...Object.fromEntries(kept),
      ...plain,
      ...(typeof classificationReason === "string" ? { classificationReason } : {}),
      ...(owner === undefined ? {} : { owner: owner === null ? nobody : ownerOf(owner) })
    }
  }
}
