import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { Outcome } from "../Outcome.ts"
import type { StepName } from "../Step.ts"
import type { Team } from "../Team.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { pause, type Timing } from "../Timing.ts"
import { type Decision, happens } from "./Decision.ts"

/** How often in a row this step failed in a way that may pass. */
export const triesOf = (team: Team, step: StepName): number => team.waits.find((wait) => wait.step === step)?.tries ?? 0

/** The pause that is due after one more failure of this step. */
export const pauseFor = (team: Team, step: StepName, timing: Timing, asked = 0): number =>
  pause(triesOf(team, step) + 1, asked, timing.retryFirst, timing.retryAtMost)

/** Tried again after a pause that grows, and that is never shorter than what the platform asked for. */
export const delay = (team: Team, step: StepName, reason: string, at: Timestamp, millis: number): TeamEvent => ({
  _tag: "StepDelayed",
  step,
  tries: triesOf(team, step) + 1,
  until: plus(at, millis),
  reason,
  at
})

/** What isn't an answer to the step: it is tried again; where the team itself is missing, that is looked into. */
export const retryLater = (step: StepName, outcome: Outcome, at: Timestamp, team: Team, timing: Timing): Decision => {
  if (outcome._tag === "Gone") {
    return happens(delay(team, step, reasonOf(outcome), at, timing.confirmMissingAfter), { _tag: "CheckDue", at })
  }
  return happens(delay(team, step, reasonOf(outcome), at, pauseFor(team, step, timing, afterMillis(outcome))))
}

export const afterMillis = (outcome: Outcome): number =>
  "afterMillis" in outcome && outcome.afterMillis !== undefined ? outcome.afterMillis : 0

export const reasonOf = (outcome: Outcome): string =>
  "reason" in outcome && outcome.reason !== undefined
    ? outcome.reason
    : outcome._tag === "Gone"
      ? "The team was not found on the platform."
      : `The platform answered something else (${outcome._tag}).`
