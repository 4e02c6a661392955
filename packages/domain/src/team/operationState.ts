import type { Team } from "./Team.ts"

/** How far what was wanted in one generation has come. */
export type OperationState =
  | { readonly _tag: "Running" }
  | { readonly _tag: "Succeeded" }
  | { readonly _tag: "Failed"; readonly reason: string; readonly remedy: string }
  /** Something else was wanted before it got there. */
  | { readonly _tag: "Superseded" }

/** Undefined for a generation that never was. A later one that is asked for succeeds only with all of its people. */
export const operationState = (team: Team, generation: number): OperationState | undefined => {
  if (generation < 1 || generation > team.generation) return undefined
  if (generation < team.generation) {
    return team.reached.includes(generation) ? { _tag: "Succeeded" } : { _tag: "Superseded" }
  }
  if (team.phase === "lost") {
    switch (team.restore._tag) {
      case "Pending":
        return { _tag: "Running" }
      case "Refused":
        return { _tag: "Failed", reason: team.restore.reason, remedy: "Make it anew." }
      case "NotRequested":
      case "Done":
        return {
          _tag: "Failed",
          reason: "The team was deleted in Teams.",
          remedy: "Restore it within 30 days, or make it anew."
        }
    }
  }
  if (team.blocked !== undefined) {
    return { _tag: "Failed", reason: team.blocked.reason, remedy: team.blocked.remedy }
  }
  const there = team.desiredState === "open" ? team.phase === "open" : team.phase === "archived"
  const settled =
    team.openChunks.length === 0 &&
    team.groups.every((group) => group.expansion._tag !== "Pending") &&
    team.restore._tag !== "Pending" &&
    (team.phase !== "open" || team.rename._tag !== "Pending")
  return there && settled ? { _tag: "Succeeded" } : { _tag: "Running" }
}
