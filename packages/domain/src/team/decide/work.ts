import { plus } from "../../ids/Timestamp.ts"
import { nextStep } from "../agenda.ts"
import { isWrite, type Step } from "../Step.ts"
import type { Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { StepNotDue } from "../TeamRejection.ts"
import type { Timing } from "../Timing.ts"
import { type Decision, happens, refuse } from "./Decision.ts"

/** A write is recorded before its call, so that whoever comes after a crash knows what may have happened. */
export const beginStep = (command: CommandOf<"BeginStep">, team: Team, timing: Timing): Decision => {
  const due = nextStep(team, command.at)
  return due === undefined || !isWrite(due) || !sameStep(due, command.step)
    ? refuse(new StepNotDue({ step: command.step._tag }))
    : happens({
        _tag: "StepBegun",
        attempt: team.attempts + 1,
        step: due,
        giveUpAt: plus(command.at, timing.callDeadline),
        readFrom: plus(command.at, timing.operationDeadline),
        at: command.at
      })
}

const sameStep = (one: Step, other: Step): boolean =>
  one._tag === other._tag && (!("chunks" in one) || !("chunks" in other) || one.chunks.join() === other.chunks.join())

/** Looked at now and once more when the former holder's lease can't matter any more; nothing to look at before. */
export const takeOver = ({ at }: CommandOf<"TakeOver">, team: Team, timing: Timing): Decision =>
  happens({ _tag: "TakenOver", checkAt: team.link === undefined ? [] : [at, plus(at, timing.lease)], at })
