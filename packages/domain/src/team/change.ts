import { defined } from "../defined.ts"
import type { Timestamp } from "../ids/Timestamp.ts"
import type { Phase } from "./Attempt.ts"
import { type Direction, type StepName, stepName } from "./Step.ts"
import { type Checks, generationsRemembered, type Team, type TeamPeople, type Wait, type Work } from "./Team.ts"

type OptionalKey<A> = { [K in keyof A]-?: Pick<Partial<A>, K> extends Pick<A, K> ? K : never }[keyof A]

/** New values of some members; undefined takes an optional one out. */
export type Changes<A> = {
  readonly [K in OptionalKey<A>]?: A[K] | undefined
} & { readonly [K in Exclude<keyof A, OptionalKey<A>>]?: A[K] }

/** The same with these changes. */
export const patch = <A extends object>(value: A, changes: Changes<A>): A =>
  // Only optional members can be taken out (Changes), so it is still an A.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  defined<object>({ ...value, ...changes }) as A

export const withWork = (team: Team, changes: Changes<Work>): Team => ({ ...team, work: patch(team.work, changes) })
export const withChecks = (team: Team, changes: Changes<Checks>): Team => ({
  ...team,
  checks: patch(team.checks, changes)
})
export const withPeople = (team: Team, changes: Changes<TeamPeople>): Team => ({
  ...team,
  people: patch(team.people, changes)
})

/** Nothing about the team is in doubt. */
export const unsuspected = (team: Team): Team => withChecks(team, { suspicion: undefined })

/** What takes a block or a refused archive out of a team's work. */
export const unblocked = { blocked: undefined, refusal: undefined }

/** In another phase since `at`; in the same phase, `phaseSince` stays. */
export const enter = (team: Team, phase: Phase, at: Timestamp): Team =>
  noteReached(
    phase === team.phase
      ? team
      : { ...(phase === "archived" ? forgetWaits(team, ...stepsInOpenTeam) : team), phase, phaseSince: at }
  )

/** They aren't tried while the team is archived, and begin without a pause once it is open again. */
const stepsInOpenTeam: ReadonlyArray<StepName> = ["Rename", "app", "page"]

/** Notes that the actual state is the desired one. */
export const noteReached = (team: Team): Team =>
  team.phase === team.desiredState
    ? {
        ...team,
        reached: [...team.reached.filter((generation) => generation !== team.generation), team.generation].slice(
          -generationsRemembered
        )
      }
    : team

/** Nothing in flight, and its step starts without a pause next time. */
export const closeAttempt = (team: Team): Team => {
  const { inFlight } = team.work
  return inFlight === undefined ? team : forgetWaits(leaveAttempt(team), stepName(inFlight.step))
}

/** Nothing in flight, although nobody knows how it ended: its step waits as it did, and its tries still count. */
export const leaveAttempt = (team: Team): Team => forgetWaits(withWork(team, { inFlight: undefined }), "AwaitOperation")

const without = (waits: ReadonlyArray<Wait>, ...steps: ReadonlyArray<StepName>): ReadonlyArray<Wait> =>
  waits.filter((wait) => !steps.includes(wait.step))

/** These steps may be made at once. */
export const forgetWaits = (team: Team, ...steps: ReadonlyArray<StepName>): Team =>
  withWork(team, { waits: without(team.work.waits, ...steps) })

/** A check of the team is due at each of these times. */
export const requestCheck = (team: Team, ...times: ReadonlyArray<Timestamp>): Team =>
  withChecks(team, { due: [...new Set([...team.checks.due, ...times])].toSorted((a, b) => a - b) })

/** A check that began at `began` settles what was due by then; what was due later stays due. */
export const settleChecks = (team: Team, began: Timestamp): Team =>
  forgetWaits(withChecks(team, { due: team.checks.due.filter((due) => due > began) }), "Verify")

/** The check after which no other is due: the daily one, in place of that of the day before. */
export const requestLastCheck = (team: Team, at: Timestamp): Team =>
  requestCheck(withChecks(team, { due: team.checks.due.filter((due) => due < at) }), at)

/** An archive or unarchive that was closed before its end was known, and what explains its late effect. */
export const rememberOrphan = (
  team: Team,
  at: Timestamp,
  orphan: {
    readonly attempt: number
    /** Undefined for a write that starts no operation: nothing is remembered. */
    readonly direction: Direction | undefined
    readonly explainsUntil: Timestamp
    readonly operation: string | undefined
    readonly pollAt: Timestamp
  }
): Team => {
  const { attempt, direction, explainsUntil, operation, pollAt } = orphan
  if (direction === undefined) return team
  const recent = team.work.orphans.filter((other) => other.explainsUntil > at || other.operation !== undefined)
  const known = team.work.orphans.find((other) => other.attempt === attempt)
  return withWork(team, {
    orphans: [
      ...recent.filter((other) => other.attempt !== attempt),
      {
        ...(known ?? { attempt, direction, closedAt: at, explainsUntil }),
        ...(operation === undefined ? {} : { operation, pollAt })
      }
    ]
  })
}
