import { DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import type { CallFailure } from "../wire/CallFailure.ts"

/** Any failure of a call of the directory, in the port's words. */
export const directoryUnavailable = (failure: CallFailure): DirectoryUnavailable => {
  const after =
    failure._tag === "NotDone" && failure.afterMillis !== undefined
      ? { afterMillis: Math.ceil(failure.afterMillis) }
      : {}
  const reason = failure._tag === "Refusal" ? `${failure.reason} ${failure.remedy}` : failure.reason
  const trouble = failure._tag === "InstallationTrouble" ? { trouble: failure } : {}
  return new DirectoryUnavailable({ reason, ...trouble, ...after, cause: failure })
}
