import {
  IncidentNotFound,
  IncidentRefused,
  IncidentSourceUnavailable,
  NotAuthorized
} from "@incident-teams/application/ports/IncidentSource"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { type ArmFailure, type ArmRefused, type ArmTokenRefused, describeRefusal } from "./arm/ArmFailure.ts"

/** A token that Entra ID didn't issue, or that Azure didn't accept. */
export const tokenRefused = ({ reason, remedy, by, claims }: ArmTokenRefused): NotAuthorized =>
  new NotAuthorized({ reason, remedy, signIn: by === "person", ...defined({ claims }) })

/** The application's own role, which Azure doesn't find. */
export const roleMissing = (reason: string): InstallationTrouble =>
  new InstallationTrouble({
    kind: "permission",
    reason,
    remedy:
      "Assign the role Microsoft Sentinel Responder to the application on the workspace's resource group, for example with incident-teams-server setup."
  })

/** What goes wrong with a question about a workspace. */
export const workspaceFailure = (failure: ArmFailure): NotAuthorized | IncidentSourceUnavailable => {
  switch (failure._tag) {
    case "ArmTokenRefused":
      return tokenRefused(failure)
    case "InstallationTrouble":
      return new IncidentSourceUnavailable({ reason: failure.reason, trouble: failure, cause: failure })
    case "ArmUnreachable":
      return new IncidentSourceUnavailable({ reason: failure.reason, cause: failure.cause })
    case "ArmRefused": {
      const { status, action, afterMillis } = failure
      return status === 403
        ? new NotAuthorized({
            ...defined({ action }),
            reason: `Azure denied access to the workspace${action === undefined ? "" : `: ${action} is required`}.`
          })
        : new IncidentSourceUnavailable({
            reason: describeRefusal(failure),
            ...defined({ afterMillis }),
            cause: failure
          })
    }
  }
}

/**
 * What goes wrong in our own name, in which no person's token is used. Credentials or a role that the application lacks
 * are the installation's trouble, whatever the incident.
 */
export const ownFailure = (failure: ArmFailure): InstallationTrouble | IncidentSourceUnavailable => {
  if (failure._tag === "InstallationTrouble") return failure
  const failed = workspaceFailure(failure)
  return failed._tag === "NotAuthorized" ? roleMissing(failed.reason) : failed
}

/** What goes wrong with writing to an incident in our own name. */
export const ownWriteFailure =
  (id: IncidentId) =>
  (failure: ArmFailure): IncidentNotFound | IncidentRefused | InstallationTrouble | IncidentSourceUnavailable => {
    const failed = writeFailure(id)(failure)
    return failed._tag === "NotAuthorized" || failure._tag === "InstallationTrouble" ? ownFailure(failure) : failed
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
