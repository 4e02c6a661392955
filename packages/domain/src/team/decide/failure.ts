import { defined } from "../../defined.ts"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { Outcome } from "../Outcome.ts"
import type { StepName } from "../Step.ts"
import type { Team, Wait } from "../Team.ts"
import { pause } from "../Timing.ts"
import { type Decision, type Happening, happens, type Situation } from "./Decision.ts"

/** How this step has failed until now. */
export const waitOf = (team: Team, step: StepName): Wait | undefined =>
  team.work.waits.find((wait) => wait.step === step)

/** How often in a row this step failed transiently. */
export const triesOf = (team: Team, step: StepName): number => waitOf(team, step)?.tries ?? 0

/**
 * Since when the platform answers that it isn't ready for this step. The time in which the step was due and nobody made it
 * doesn't count, such as while the store was gone; after any other failure it begins anew.
 */
export const unreadySince = ({ team, at }: Situation, step: StepName): Timestamp => {
  const wait = waitOf(team, step)
  return wait?.unreadySince === undefined
    ? at
    : plus(wait.unreadySince, Math.max(0, (team.work.inFlight?.startedAt ?? at) - wait.until))
}

/** The pause that is due after one more failure of this step. */
export const pauseFor = ({ team, timing }: Situation, step: StepName, asked = 0): number =>
  pause(triesOf(team, step) + 1, asked, timing.retryFirst, timing.retryAtMost)

type Delay = Extract<Happening, { readonly _tag: "StepDelayed" }>

/** The step is retried after this pause. */
export const delay = (step: StepName, reason: string, { team, at }: Situation, millis: number): Delay => ({
  _tag: "StepDelayed",
  step,
  tries: triesOf(team, step) + 1,
  until: plus(at, millis),
  reason
})

/** The same after a failure, with its reason and remedy. */
export const delayAfter = (step: StepName, outcome: Outcome, situation: Situation, millis: number): Delay => ({
  ...delay(step, reasonOf(outcome), situation, millis),
  ...defined({ remedy: "remedy" in outcome ? outcome.remedy : undefined }),
  ...(outcome._tag === "InstallationTrouble" ? { installation: outcome.kind } : {})
})

/**
 * For every outcome that doesn't answer the step: it is retried after a pause that grows, and that is never shorter than
 * what the platform asked for. Where the team itself is missing, it is checked.
 */
export const retryLater = (step: StepName, outcome: Outcome, situation: Situation): Decision =>
  outcome._tag === "Gone"
    ? happens(delayAfter(step, outcome, situation, situation.timing.confirmMissingAfter), { _tag: "CheckDue" })
    : happens(delayAfter(step, outcome, situation, pauseFor(situation, step, afterMillis(outcome))))

/** The pause that the platform asked for, in milliseconds. */
export const afterMillis = (outcome: Outcome): number =>
  "afterMillis" in outcome && outcome.afterMillis !== undefined ? outcome.afterMillis : 0

export const reasonOf = (outcome: Outcome): string =>
  "reason" in outcome && outcome.reason !== undefined
    ? outcome.reason
    : outcome._tag === "Gone"
      ? "The team was not found on the platform."
      : `The platform answered something else (${outcome._tag}).`
