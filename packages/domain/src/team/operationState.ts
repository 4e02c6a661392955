import type { Task, Team } from "./Team.ts"

/** The progress towards the desired state of one generation. */
export type OperationState =
  | { readonly _tag: "Running" }
  | { readonly _tag: "Succeeded" }
  | { readonly _tag: "Failed"; readonly reason: string; readonly remedy: string }
  /** The desired state changed before it was reached. */
  | { readonly _tag: "Superseded" }

/** Undefined for a generation that doesn't exist. The current one succeeds only with all of its people. */
export const operationState = (team: Team, generation: number): OperationState | undefined => {
  if (generation < 1 || generation > team.generation) return undefined
  if (generation < team.generation) {
    return team.reached.includes(generation) ? { _tag: "Succeeded" } : { _tag: "Superseded" }
  }
  if (team.phase === "lost") return restoration(team.loss?.restore)
  const { blocked } = team.work
  if (blocked !== undefined) return { _tag: "Failed", reason: blocked.reason, remedy: blocked.remedy }
  const isSettled =
    team.people.openChunks.length === 0 &&
    team.people.groups.every((group) => group.expansion._tag !== "Pending") &&
    (team.phase !== "open" || team.rename._tag !== "Pending")
  return team.phase === team.desiredState && isSettled ? { _tag: "Succeeded" } : { _tag: "Running" }
}

const restoration = (restore: Task | undefined): OperationState => {
  switch (restore?._tag) {
    case "Pending":
      return { _tag: "Running" }
    case "Refused":
      return { _tag: "Failed", reason: restore.reason, remedy: "Recreate it." }
    case "NotRequested":
    case "Done":
    case undefined:
      return {
        _tag: "Failed",
        reason: "The team was deleted in Teams.",
        remedy: "Restore it within 30 days, or recreate it."
      }
  }
}
