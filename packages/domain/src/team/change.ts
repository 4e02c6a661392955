import type { Timestamp } from "../ids/Timestamp.ts"
import type { Phase } from "./Attempt.ts"
import { directionOf, type StepName } from "./Step.ts"
import type { Team, Wait } from "./Team.ts"
import type { EventOf } from "./TeamEvent.ts"

/** The same without some of its optional keys. */
export const without = <A extends object, K extends keyof A>(value: A, ...keys: ReadonlyArray<K>): Omit<A, K> & A => {
  const copy = { ...value }
  for (const key of keys) delete copy[key]
  return copy
}

/** In another phase since `at`; the same phase goes on since when it was. */
export const enter = (team: Team, phase: Phase, at: Timestamp): Team =>
  reach(phase === team.phase ? team : { ...team, phase, phaseSince: at })

const remembered = 10

/** Notes that what is wanted is so. */
export const reach = (team: Team): Team =>
  (team.phase === "open" && team.desiredState === "open") ||
  (team.phase === "archived" && team.desiredState === "archived")
    ? {
        ...team,
        reached: [...team.reached.filter((generation) => generation !== team.generation), team.generation].slice(
          -remembered
        )
      }
    : team

/** Nothing in flight, and its step starts afresh next time. */
export const closeAttempt = (team: Team): Team =>
  team.inFlight === undefined
    ? team
    : { ...without(team, "inFlight"), waits: forgetWait(team.waits, team.inFlight.step._tag, "AwaitOperation") }

export const forgetWait = (waits: ReadonlyArray<Wait>, ...steps: ReadonlyArray<StepName>): ReadonlyArray<Wait> =>
  waits.filter((wait) => !steps.includes(wait.step))

/** A look at the team is due at `at`. */
export const requestCheck = (team: Team, at: Timestamp): Team => ({
  ...team,
  verifyDue: [...new Set([...team.verifyDue, at])].toSorted((a, b) => a - b)
})

/** A look that began at `began` settles what was due by then; what was due later stays due. */
export const settleChecks = (team: Team, began: Timestamp): Team => ({
  ...team,
  verifyDue: team.verifyDue.filter((due) => due > began),
  waits: forgetWait(team.waits, "Verify")
})

/** The look after which nothing else is due: the daily one, in place of the one of the day before. */
export const requestLastCheck = (team: Team, at: Timestamp): Team =>
  requestCheck({ ...team, verifyDue: team.verifyDue.filter((due) => due < at) }, at)

/** An archive or unarchive was closed without its end being known: it is looked out for. */
export const rememberOrphan = (team: Team, event: EventOf<"AttemptGivenUp">): Team => {
  const attempt = team.inFlight
  const direction = attempt === undefined ? undefined : directionOf(attempt.step._tag)
  if (attempt === undefined || attempt.attempt !== event.attempt || direction === undefined) return team
  const { operation } = attempt
  const closed: Team = {
    ...closeAttempt(team),
    orphans: [
      ...recentOrphans(team, event.at),
      {
        attempt: attempt.attempt,
        direction,
        closedAt: event.at,
        explainsUntil: event.explainsUntil,
        ...(operation === undefined ? {} : { operation, pollAt: event.pollAt })
      }
    ]
  }
  return event.checkAt.reduce(requestCheck, closed)
}

export const recentOrphans = (team: Team, at: Timestamp): Team["orphans"] =>
  team.orphans.filter((orphan) => orphan.explainsUntil > at || orphan.operation !== undefined)
