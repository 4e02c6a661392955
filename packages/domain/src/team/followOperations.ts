import {
  type AwaitedTask,
  isSettled,
  type Operations,
  type RunningOperation,
  type UnsuccessfulEnd,
  unsuccessfulRemembered
} from "./Operation.ts"
import { isLinking, linkNumbered } from "./served.ts"
import { Chore, isChore } from "./Step.ts"
import type { Task } from "./Task.ts"
import { isProvisioned, peoplePerAdd, type Team } from "./Team.ts"
import type { RequestEvent, TeamEvent } from "./TeamEvent.ts"

/**
 * The team after `event`, with its operations as they are then. An operation that has ended stays so: it isn't in
 * `running` any more, and only what is there is followed.
 */
export const followOperations = (before: Team, event: TeamEvent, after: Team): Team => {
  const { operations } = after
  const number = "operationNumber" in event ? event.operationNumber : undefined
  if (number === undefined && operations.running.length === 0) return after
  const others = operations.running
    .filter((operation) => operation.number !== number)
    .map((operation) => follow(operation, before, event, after))
  const own = operations.running.find((operation) => operation.number === number)
  const requested =
    number === undefined || !isRequestEvent(event)
      ? []
      : [awaited(request(own ?? { ...nothing, number }, event, after), after)].filter((one) => !isSettled(one))
  return {
    ...after,
    operations: remember(
      {
        ...operations,
        accepted: Math.max(operations.accepted, number ?? 0),
        running: [...others.flatMap(({ running }) => running ?? []), ...requested]
      },
      others.flatMap(({ number: ended, end }) => (end === undefined ? [] : [{ number: ended, end }]))
    )
  }
}

const nothing: Omit<RunningOperation, "number"> = { chunks: [], groups: [], tasks: [] }

/** What a request asks for may be so already: a team that doesn't exist yet is renamed at once. */
const awaited = (operation: RunningOperation, team: Team): RunningOperation => ({
  ...operation,
  tasks: operation.tasks.filter((task) => !isDone(task, team))
})

const isRequestEvent = (event: TeamEvent): event is RequestEvent => "operationNumber" in event

/** Several events may belong to one request; each adds what it asked for. */
const request = (operation: RunningOperation, event: RequestEvent, team: Team): RunningOperation => {
  const { chunks, groups, tasks } = operation
  switch (event._tag) {
    case "TeamRequested":
    case "TeamRecreated":
      return { ...operation, tasks: [...tasks, "provisioning"] }
    case "PeopleRequested":
      return event.people.length === 0 ? operation : { ...operation, chunks: [...chunks, event.chunk] }
    case "GroupRequested":
      return { ...operation, groups: [...groups, event.group.id] }
    case "GroupDropped":
      return operation
    case "RenameRequested":
      return { ...operation, tasks: [...tasks, "rename"] }
    case "Retried":
      return outstanding(operation.number, team)
    case "RestoreRequested":
      return { ...operation, tasks: [...tasks, "restoration"] }
    case "LinkRequested":
    case "UnlinkRequested":
      return { ...operation, tasks: [...tasks, "links"] }
  }
}

/** Everything that the team waits for, and tasks that are done. */
const outstanding = (number: number, team: Team): RunningOperation => ({
  ...nothing,
  number,
  ...(team.phase === "lost"
    ? { tasks: ["restoration"] }
    : {
        chunks: team.people.openChunks.map(({ chunk }) => chunk),
        groups: team.people.groups.filter(({ expansion }) => isPending(expansion)).map(({ id }) => id),
        tasks: [...Chore.literals, isProvisioned(team) ? "desiredState" : "provisioning", "rename"]
      })
})

/** Where an operation is after an event: still running, at its end, or neither, which means that it succeeded. */
interface Followed {
  readonly number: number
  readonly running?: RunningOperation
  readonly end?: UnsuccessfulEnd
}

const follow = (operation: RunningOperation, before: Team, event: TeamEvent, after: Team): Followed => {
  // What ended with the commit before is over, regardless of what comes now.
  const then = progressOf(operation, before)
  if (then.running === undefined) return then
  const now = affectedBy(event, then.running, before)
  return now.running === undefined ? now : progressOf(now.running, after)
}

/** The operation without what is settled in this state of the team. */
export const progressOf = (operation: RunningOperation, team: Team): Followed => {
  const { number, tasks } = operation
  if (isSettled(operation)) return { number }
  const end = tasks.reduce<UnsuccessfulEnd | undefined>((found, task) => found ?? failureOf(task, team), undefined)
  if (end !== undefined) return { number, end }
  if (team.phase === "lost" && !tasks.includes("restoration")) return { number, end: deleted }
  const pending = new Set(team.people.groups.filter(({ expansion }) => isPending(expansion)).map(({ id }) => id))
  const running: RunningOperation = {
    ...awaited(operation, team),
    groups: operation.groups.filter((group) => pending.has(group))
  }
  return isSettled(running) ? { number } : { number, running }
}

/** What an event means for an operation, beside the state of the team that it leads to. */
const affectedBy = (event: TeamEvent, operation: RunningOperation, before: Team): Followed => {
  const { number, chunks, groups, tasks } = operation
  if (event._tag === "PeopleSettled" && event.left === 0) {
    return { number, running: { ...operation, chunks: chunks.filter((chunk) => chunk !== event.chunk) } }
  }
  if (event._tag === "GroupExpanded" && groups.includes(event.group)) {
    const first = before.people.nextChunk
    // The chunks of its people come with the next events.
    const count = Math.ceil(event.people / peoplePerAdd)
    return {
      number,
      running: {
        ...operation,
        groups: groups.filter((group) => group !== event.group),
        chunks: [...chunks, ...Array.from({ length: count }, (_, index) => first + index)]
      }
    }
  }
  if (event._tag === "GroupDropped") {
    return replaced(operation, { ...operation, groups: groups.filter((group) => group !== event.group) })
  }
  if (event._tag === "LinkRefused" && linkNumbered(before, event.link)?.operationNumber === number) {
    return { number, end: { _tag: "Failed", reason: event.reason, remedy: event.remedy } }
  }
  if (event._tag === "RenameRequested") {
    return replaced(operation, { ...operation, tasks: tasks.filter((task) => task !== "rename") })
  }
  return event._tag === "TeamRecreated" && tasks.includes("restoration")
    ? { number, end: canceled }
    : { number, running: operation }
}

/** A later request took over a part of it. What is left goes on; if nothing is left, the operation is canceled. */
const replaced = (operation: RunningOperation, rest: RunningOperation): Followed =>
  isSettled(rest) && !isSettled(operation)
    ? { number: operation.number, end: canceled }
    : { number: operation.number, running: rest }

const canceled: UnsuccessfulEnd = {
  _tag: "Canceled",
  reason: "A later request replaced this one before it was carried out."
}

const deleted: UnsuccessfulEnd = {
  _tag: "Failed",
  reason: "The team was deleted in Teams.",
  remedy: "Restore it within 30 days, or recreate it."
}

const isPending = (task: Task): boolean => task._tag === "Pending"

const isDone = (task: AwaitedTask, team: Team): boolean => {
  if (isChore(task)) return !isPending(team.chores[task])
  switch (task) {
    case "provisioning":
      return isProvisioned(team)
    case "desiredState":
      return team.phase === team.desiredState
    case "rename":
      // An archived team can't be renamed; it is when it is reopened.
      return !isPending(team.rename) || (team.phase === "archived" && team.desiredState === "archived")
    case "restoration":
      return team.phase !== "lost"
    case "links":
      return !isLinking(team)
  }
}

const failureOf = (task: AwaitedTask, team: Team): UnsuccessfulEnd | undefined => {
  if (isChore(task)) return refusalOf(team.chores[task], "Remove the cause, then retry the team.")
  switch (task) {
    case "provisioning":
    case "desiredState": {
      const { blocked } = team.work
      return blocked === undefined ? undefined : { _tag: "Failed", reason: blocked.reason, remedy: blocked.remedy }
    }
    case "rename":
      return refusalOf(team.rename, "Choose another name or description, or retry the team.")
    case "restoration":
      return team.phase !== "lost" || (team.loss !== undefined && isPending(team.loss.restore))
        ? undefined
        : (refusalOf(team.loss?.restore, "Recreate it.") ?? deleted)
    case "links":
      return undefined
  }
}

const refusalOf = (task: Task | undefined, remedy: string): UnsuccessfulEnd | undefined =>
  task?._tag === "Refused" ? { _tag: "Failed", reason: task.reason, remedy } : undefined

const remember = (operations: Operations, ended: Operations["unsuccessful"]): Operations => {
  if (ended.length === 0) return operations
  const all = [...operations.unsuccessful, ...ended]
  const dropped = all.slice(0, -unsuccessfulRemembered).map(({ number }) => number)
  return {
    ...operations,
    unsuccessful: all.slice(-unsuccessfulRemembered),
    forgotten: Math.max(operations.forgotten, ...dropped)
  }
}
