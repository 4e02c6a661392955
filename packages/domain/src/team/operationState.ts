import { progressOf } from "./followOperations.ts"
import { generationsRemembered, type Team } from "./Team.ts"
import type { TeamEvent } from "./TeamEvent.ts"

/** How far a request has come. Every state but Running is final. */
export type OperationState =
  /** `waitsFor`: nothing more is done before someone acts. */
  | { readonly _tag: "Running"; readonly waitsFor?: { readonly reason: string; readonly remedy: string } }
  | { readonly _tag: "Succeeded" }
  | { readonly _tag: "Failed"; readonly reason: string; readonly remedy: string }
  /** Replaced by a later request, or by a change of the incident, before it was carried out. */
  | { readonly _tag: "Canceled"; readonly reason: string }

/** The number of requests that were accepted although nothing was left to do. */
export const nothingToDo = 0

/** The number of the operation that a request led to, by its events and the team after them. */
export const operationNumberOf = (events: ReadonlyArray<TeamEvent>, team: Team): number => {
  const marked = events.flatMap((event) => ("operationNumber" in event ? (event.operationNumber ?? []) : []))
  // Nothing happens when a restoration is requested again: the request joins the one under way.
  const joined = team.operations.running.find(({ tasks }) => tasks.includes("restoration"))
  return marked[0] ?? joined?.number ?? nothingToDo
}

/** Undefined for a number that no request has, or whose end isn't known any more. */
export const operationState = (team: Team, number: number): OperationState | undefined => {
  const { accepted, running, unsuccessful, forgotten } = team.operations
  if (number === nothingToDo) return { _tag: "Succeeded" }
  if (number < nothingToDo || number > accepted) return undefined
  const operation = running.find((other) => other.number === number)
  if (operation !== undefined) {
    const { running: stillRunning, end } = progressOf(operation, team)
    return end ?? (stillRunning === undefined ? { _tag: "Succeeded" } : runningIn(team))
  }
  const ended = unsuccessful.find((other) => other.number === number)
  return ended?.end ?? (number <= forgotten ? undefined : { _tag: "Succeeded" })
}

const runningIn = ({ work: { blocked } }: Team): OperationState =>
  blocked === undefined
    ? { _tag: "Running" }
    : { _tag: "Running", waitsFor: { reason: blocked.reason, remedy: blocked.remedy } }

/**
 * The progress toward the desired state of a generation, for a caller who follows the team instead of a request. It succeeds
 * once that state is reached, and never fails: a blocked or deleted team waits for someone to act. Undefined for a
 * generation that doesn't exist, or that isn't remembered any more.
 */
export const generationState = (team: Team, generation: number): OperationState | undefined => {
  const [oldest = 1] = team.reached
  if (generation < 1 || generation > team.generation) return undefined
  if (team.reached.includes(generation)) return { _tag: "Succeeded" }
  if (generation < team.generation) {
    return generation < oldest && team.reached.length === generationsRemembered
      ? undefined
      : { _tag: "Canceled", reason: "The incident was closed or reopened before this state was reached." }
  }
  return team.phase === "lost"
    ? {
        _tag: "Running",
        waitsFor: { reason: "The team was deleted in Teams.", remedy: "Restore it within 30 days, or recreate it." }
      }
    : runningIn(team)
}
