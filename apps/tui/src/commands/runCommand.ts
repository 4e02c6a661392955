import process from "node:process"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Effect, Layer, Logger } from "effect"
import { CliConfig, CliError, CliOutput, Command, GlobalFlag } from "effect/cli"
import { version } from "../version.ts"
import { exitCodeOf, exitCodes } from "./exitCode.ts"
import { presenter } from "./presenter.ts"
import { program } from "./program.ts"
import { tellFailure } from "./tellFailure.ts"

/** Not the log level, as nothing is logged, and no wizard; completions have a command. */
const services = (json: boolean) =>
  Layer.mergeAll(
    NodeServices.layer,
    CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }),
    CliOutput.layerPresenter(presenter(json)),
    Logger.layer([])
  )

/** Commands by these arguments, and how they ended. */
export const ran = (args: ReadonlyArray<string>) => {
  const json = args.includes("--json")
  return Command.runWith(program, { version })(args).pipe(
    Effect.tapCause((cause) => {
      const error = Cause.squash(cause)
      // What isn't understood has been told with the help by then.
      return Cause.hasInterruptsOnly(cause) || CliError.isCliError(error) ? Effect.void : tellFailure(error, json)
    }),
    Effect.provide(services(json))
  )
}

/** Runs one action as a plain command, and answers with the exit code. */
export const runCommand = async (args: ReadonlyArray<string>): Promise<number> => {
  // Whoever reads us has had enough: `… | head -1` is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done)
    throw error
  })
  const stop = new AbortController()
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  for (const signal of signals) process.once(signal, () => stop.abort())
  return exitCodeOf(await Effect.runPromiseExit(ran(args), { signal: stop.signal }))
}
