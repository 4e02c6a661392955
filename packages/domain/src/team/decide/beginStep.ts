import { plus } from "../../ids/Timestamp.ts"
import { nextStep } from "../agenda.ts"
import { isWrite, type Step, stepName } from "../Step.ts"
import { linkOf } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { StepNotDue } from "../TeamRejection.ts"
import { type Decision, happens, refuse, type Situation } from "./Decision.ts"

/** A write is recorded before its call, so that after a crash it is known what may have happened. */
export const beginStep = ({ step }: CommandOf<"BeginStep">, { team, at, timing }: Situation): Decision => {
  const due = nextStep(team, at)
  return due === undefined || !isWrite(due) || !isSameStep(due, step)
    ? refuse(new StepNotDue({ step: stepName(step) }))
    : happens({
        _tag: "StepBegun",
        attempt: team.work.attempts + 1,
        step: due,
        giveUpAt: plus(at, timing.callDeadline),
        readFrom: plus(at, timing.operationDeadline)
      })
}

const isSameStep = (one: Step, other: Step): boolean =>
  stepName(one) === stepName(other) &&
  (!("chunks" in one) || !("chunks" in other) || one.chunks.join() === other.chunks.join())

/** Checked now and once more when the former holder's lease has expired for certain; nothing to check before a team exists. */
export const takeOver = ({ team, at, timing }: Situation): Decision =>
  happens({ _tag: "TakenOver", checkAt: linkOf(team) === undefined ? [] : [at, plus(at, timing.lease)] })
