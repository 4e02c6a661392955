import { defined } from "@incident-teams/domain/defined"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Failure } from "@incident-teams/domain/team/Outcome"
import { directionOf, type Step, stepName } from "@incident-teams/domain/team/Step"
import { platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import {
  CollaborationPlatform,
  type NotReadyYet,
  type PlatformFailure,
  type TeamNotFound
} from "../ports/CollaborationPlatform.ts"
import type { DirectoryUnavailable } from "../ports/Directory.ts"
import type {
  IncidentNotFound,
  IncidentRefused,
  IncidentSourceUnavailable,
  UnknownWorkspace
} from "../ports/IncidentSource.ts"
import type { InstallationTrouble } from "../ports/InstallationTrouble.ts"

/** The agenda asks for a step only once what it needs exists, so this is a defect. */
export const notDue = (step: Step, team: Team) =>
  Effect.die(new Error(`${stepName(step)} of team ${team.id} before it has a group.`))

/** A call about a team that has a group. */
export const withGroup = <A, E, R>(
  step: Step,
  team: Team,
  call: (platform: CollaborationPlatform["Service"], id: PlatformTeamId) => Effect.Effect<A, E, R>
) =>
  Effect.flatMap(CollaborationPlatform, (platform): Effect.Effect<A, E, R> => {
    const id = platformTeamIdOf(team)
    return id === undefined ? notDue(step, team) : call(platform, id)
  })

export type CallFailure = PlatformFailure | NotReadyYet | TeamNotFound

/** Why a call of the platform failed, as an outcome. */
export const callFailure = (step: Step, failure: CallFailure): Failure => {
  switch (failure._tag) {
    case "PlatformBusy":
      return { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
    case "PlatformUncertain":
      // Asking once more is harmless, except for what starts an operation.
      return directionOf(step._tag) === undefined
        ? { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
        : { _tag: "Unknown", reason: failure.reason }
    case "InstallationTrouble":
      return installationTrouble(failure)
    case "PlatformRefused":
      return { _tag: "Refused", reason: failure.reason, remedy: failure.remedy }
    case "NotReadyYet":
      return { _tag: "NotYet", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
    case "TeamNotFound":
      return { _tag: "Gone" }
  }
}

const installationTrouble = ({ kind, reason, remedy }: InstallationTrouble): Failure => ({
  _tag: "InstallationTrouble",
  kind,
  reason,
  remedy
})

/** Why a call of the directory failed, as an outcome. */
export const directoryFailure = ({ reason, trouble, afterMillis }: DirectoryUnavailable): Failure =>
  trouble === undefined ? { _tag: "FailedForNow", ...defined({ reason, afterMillis }) } : installationTrouble(trouble)

/** Why a call of the incident source failed, as an outcome. */
export const sourceFailure = (
  failure: IncidentNotFound | UnknownWorkspace | InstallationTrouble | IncidentSourceUnavailable | IncidentRefused
): Failure => {
  switch (failure._tag) {
    case "IncidentNotFound":
      return { _tag: "Refused", reason: "The incident doesn't exist any more.", remedy: "None is needed." }
    case "UnknownWorkspace":
      return {
        _tag: "Refused",
        reason: `The workspace ${failure.workspace} isn't configured any more.`,
        remedy: "Configure it again; then retry."
      }
    case "InstallationTrouble":
      return installationTrouble(failure)
    case "IncidentRefused":
      return { _tag: "Refused", reason: failure.reason, remedy: "Check the incident in Sentinel." }
    case "IncidentSourceUnavailable":
      return { _tag: "FailedForNow", ...defined({ reason: failure.reason, afterMillis: failure.afterMillis }) }
  }
}
