import { Cause, Exit } from "effect"
import { CliError } from "effect/cli"

/** 0: succeeded, or was stopped. 1: failed. 2: invalid command line. */
export const exitCode = <E>(exit: Exit.Exit<unknown, E>): number => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return 0
  return CliError.isCliError(Cause.squash(exit.cause)) ? 2 : 1
}
