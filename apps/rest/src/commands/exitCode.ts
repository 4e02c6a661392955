import { Cause, Exit } from "effect"
import { CliError } from "effect/cli"

/** 0: did what it was asked for, or was told to stop. 1: couldn't. 2: asked for something that there isn't. */
export const exitCode = <E>(exit: Exit.Exit<unknown, E>): number => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return 0
  return CliError.isCliError(Cause.squash(exit.cause)) ? 2 : 1
}
