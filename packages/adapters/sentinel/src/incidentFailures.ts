import {
  IncidentNotFound,
  IncidentRefused,
  IncidentSourceUnavailable,
  NotAuthorized
} from "@incident-teams/application/ports/IncidentSource"
import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { type ArmFailure, type ArmRefused, describeRefusal } from "./arm/ArmFailure.ts"

const notAuthorized = (failure: ArmRefused): NotAuthorized =>
  new NotAuthorized({
    ...defined({ action: failure.action }),
    reason:
      failure.status === 401
        ? `Azure rejected the token (${failure.code || "401"}). Sign in again.`
        : `Azure denied access to the workspace${failure.action === undefined ? "" : `: ${failure.action} is required`}.`
  })

/** What goes wrong with a question about a workspace. */
export const workspaceFailure = (failure: ArmFailure): NotAuthorized | IncidentSourceUnavailable => {
  switch (failure._tag) {
    case "ArmTokenRefused":
      return new NotAuthorized({ reason: failure.reason })
    case "ArmUnreachable":
      return new IncidentSourceUnavailable({ reason: failure.reason, cause: failure.cause })
    case "ArmRefused": {
      if (failure.status === 401 || failure.status === 403) return notAuthorized(failure)
      const { afterMillis } = failure
      return new IncidentSourceUnavailable({
        reason: describeRefusal(failure),
        ...defined({ afterMillis }),
        cause: failure
      })
    }
  }
}

/**
 * Whether a 404 can be about the incident itself. Which code Sentinel takes for that isn't documented; a missing
 * subscription, group or provider has codes of its own, a missing workspace is `ResourceNotFound` and named in the
 * message, and a 404 without a code comes from something in between.
 */
export const isAboutIncident = ({ status, code, words }: ArmRefused): boolean =>
  status === 404 &&
  (code === "NotFound" || code === "ResourceNotFound" || code === "IncidentNotFound") &&
  !/operationalinsights\/workspaces\/[^/]+'? under resource group/iu.test(words)

/** What goes wrong with reading an incident or what belongs to it. */
export const incidentFailure =
  (id: IncidentId) =>
  (failure: ArmFailure): IncidentNotFound | NotAuthorized | IncidentSourceUnavailable =>
    failure._tag === "ArmRefused" && isAboutIncident(failure) ? new IncidentNotFound({ id }) : workspaceFailure(failure)

/** What goes wrong with writing: a 4xx of any other kind would be answered the same again. */
export const writeFailure =
  (id: IncidentId) =>
  (failure: ArmFailure): IncidentNotFound | NotAuthorized | IncidentRefused | IncidentSourceUnavailable =>
    failure._tag === "ArmRefused" && [400, 413, 415, 422].includes(failure.status)
      ? new IncidentRefused({ reason: describeRefusal(failure) })
      : incidentFailure(id)(failure)
