import { replay } from "@incident-teams/domain/Decider"
import { defined } from "@incident-teams/domain/defined"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { nextStep } from "@incident-teams/domain/team/agenda"
import { isWrite } from "@incident-teams/domain/team/Step"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import type { EventOf } from "@incident-teams/domain/team/TeamEvent"
import { Effect, Option, Random } from "effect"
import { commitOf, loadTeam, now, type TeamNotStored, written } from "../changes/decideAndCommit.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { type Schedule, type SeenRoster, type StaleTeam, type Stored, TeamStore } from "../ports/TeamStore.ts"

/** How a worker holds on to the team it works on. Milliseconds of the wall clock; never scaled. */
export interface LeaseTerms {
  readonly holder: string
  /** Each commit of the holder renews it. */
  readonly leaseMillis: number
  /** A call starts only with so much of the lease left ... */
  readonly callNeedsMillis: number
  /** ... and is given up so long before its end. */
  readonly callEndsBeforeMillis: number
}

/** A lease of a minute: 45 s left to start a call, which ends 10 s before the lease does. */
export const leaseTerms = (holder: string, leaseMillis = 60_000): LeaseTerms => ({
  holder,
  leaseMillis,
  callNeedsMillis: (leaseMillis * 45) / 60,
  callEndsBeforeMillis: (leaseMillis * 10) / 60
})

/** Another worker holds the team by now: the outcome of our call is dropped. */
export class FenceLost {
  readonly _tag = "FenceLost"
}

/** A team as claimed by this worker; the fence distinguishes its claim from every other. */
export interface Claim {
  readonly stored: Stored
  readonly fence: number
  readonly terms: LeaseTerms
  /** The write that the last commit began; it is made now. */
  readonly begun: EventOf<"StepBegun"> | undefined
  /** False once the worker is to stop: what is begun is made, and nothing more is begun. */
  readonly goesOn: () => boolean
}

/** How long a call may take under this claim, in milliseconds; none if too little of the lease is left to start one. */
export const callMillis = ({ stored, terms }: Claim, at: Timestamp): Option.Option<number> => {
  const left = (stored.schedule.lease?.until ?? at) - at
  return left < terms.callNeedsMillis ? Option.none() : Option.some(left - terms.callEndsBeforeMillis)
}

/**
 * Commits what a command leads to, for as long as the fence is ours: on a conflict with another change it decides
 * again on the team as it is then. The write that is due next is begun in the same commit, and the lease is renewed;
 * with nothing left to do it is released. A command that leads to nothing commits nothing.
 */
export const commitUnderFence = (
  claim: Claim,
  command: (at: Timestamp) => TeamCommand,
  roster?: SeenRoster
): Effect.Effect<
  Claim,
  Exclude<Effect.Error<ReturnType<typeof attempt>>, StaleTeam> | TeamNotStored,
  Effect.Services<ReturnType<typeof attempt>>
> =>
  Effect.catchTag(attempt(claim, command, roster), "StaleTeam", () =>
    Effect.flatMap(loadTeam(claim.stored.id), (stored) => commitUnderFence({ ...claim, stored }, command, roster))
  )

const attempt = Effect.fnUntraced(function* (
  claim: Claim,
  command: (at: Timestamp) => TeamCommand,
  roster: SeenRoster | undefined
) {
  const { stored, fence, terms } = claim
  if (!holds(stored.schedule, fence, terms.holder)) return yield* Effect.fail(new FenceLost())
  const decider = teamDecider(yield* PlatformTime)
  const at = yield* now
  const events = yield* Effect.fromResult(decider.decide(command(at), stored.team))
  if (events.length === 0) return { ...claim, stored, begun: undefined } satisfies Claim
  const after = replay(decider, events, stored.team)
  const next = nextStep(after, at)
  const write =
    next !== undefined && isWrite(next) && command(at)._tag !== "BeginStep" && claim.goesOn() ? next : undefined
  const begun =
    write === undefined ? [] : yield* Effect.fromResult(decider.decide({ _tag: "BeginStep", step: write, at }, after))
  const prepared = yield* commitOf(
    stored.id,
    stored.team,
    [...events, ...begun],
    {
      fence,
      ...(next === undefined && command(at)._tag !== "BeginStep"
        ? {}
        : { lease: { holder: terms.holder, until: plus(at, terms.leaseMillis) } }),
      ...defined({ origins: stored.schedule.origins })
    },
    defined({ roster })
  )
  const schedule = yield* jittered(prepared.schedule, at)
  const committed = yield* written((yield* TeamStore).commit(stored.version, { ...prepared, schedule }), prepared)
  const last = [...events, ...begun].findLast((event) => event._tag === "StepBegun")
  return { ...claim, stored: committed, begun: last } satisfies Claim
})

const holds = (schedule: Schedule, fence: number, holder: string): boolean =>
  schedule.fence === fence && schedule.lease?.holder === holder

/** By how much of its pause a step comes later at most, so that what failed together doesn't come back together. */
export const jitter = 0.05

const jittered = Effect.fnUntraced(function* (schedule: Schedule, at: Timestamp) {
  if (schedule.dueAt === undefined || schedule.dueAt <= at) return schedule
  const late = (schedule.dueAt - at) * jitter * (yield* Random.next)
  return { ...schedule, dueAt: plus(schedule.dueAt, late) }
})
