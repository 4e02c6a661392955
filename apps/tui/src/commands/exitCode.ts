import { Problem } from "@incident-teams/api/problems/Problem"
import { Cause, Exit, Schema } from "effect"
import { CliError } from "effect/cli"
import { failureOf } from "../requests/failureOf.ts"
import { CommandFailure, PartlyFailed } from "./CommandFailure.ts"

/** The exit code for each way a command can end. */
export const exitCodes = {
  done: 0,
  /** Understood but not carried out, or the work failed. */
  refused: 1,
  /** Invalid usage. */
  usage: 2,
  /** Nobody is signed in, or the caller lacks a permission. */
  notPermitted: 3,
  /** The current state doesn't allow it: the team exists, the incident is closed or was changed. */
  conflict: 4,
  /** The server or a service behind it doesn't respond or is busy. A later retry may succeed. */
  unavailable: 5,
  /** Ctrl-C. */
  interrupted: 130
} as const
export type Ending = keyof typeof exitCodes

const isProblem = Schema.is(Problem)

const endingOfProblem = ({ status }: Problem): Ending => {
  switch (status) {
    case 401:
    case 403:
      return "notPermitted"
    case 409:
    case 412:
      return "conflict"
    case 408:
    case 429:
    case 500:
    case 503:
      return "unavailable"
    case 400:
    case 404:
    case 405:
    case 406:
    case 413:
    case 415:
    case 422:
    case 431:
      return "refused"
  }
}

/** How a command ended that failed with `error`. */
export const endingOf = (error: unknown): Ending => {
  if (CliError.isCliError(error)) return "usage"
  if (error instanceof CommandFailure) return error.ending
  if (isProblem(error)) return endingOfProblem(error)
  switch (failureOf(error).kind) {
    case "signedOut":
      return "notPermitted"
    case "changed":
      return "conflict"
    case "refused":
      return "refused"
    case "busy":
    case "unreachable":
    case "fault":
      return "unavailable"
  }
}

/** The exit code of a command that failed with `error`. */
export const exitCodeOfError = (error: unknown): number =>
  error instanceof PartlyFailed ? error.exitCode : exitCodes[endingOf(error)]

export const exitCodeOf = <E>(exit: Exit.Exit<unknown, E>): number => {
  if (Exit.isSuccess(exit)) return exitCodes.done
  if (Cause.hasInterruptsOnly(exit.cause)) return exitCodes.interrupted
  return exitCodeOfError(Cause.squash(exit.cause))
}
