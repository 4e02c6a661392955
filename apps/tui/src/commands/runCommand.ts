import process from "node:process"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Effect, Layer, Logger } from "effect"
import { CliConfig, CliError, CliOutput, Command, GlobalFlag } from "effect/cli"
import { version } from "../version.ts"
import { PartlyFailed } from "./CommandFailure.ts"
import { exitCodeOf, exitCodes } from "./exitCode.ts"
import { presenter } from "./presenter.ts"
import { program } from "./program.ts"
import { reportFailure } from "./reportFailure.ts"

/** Without the flags for log level and wizard: nothing is logged. Completions are a command. */
const services = (json: boolean, platform: Layer.Layer<NodeServices.NodeServices>) =>
  Layer.mergeAll(
    platform,
    CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version] }),
    CliOutput.layerPresenter(presenter(json)),
    Logger.layer([])
  )

/** Runs the command of these arguments and reports its failure. `platform`: files, processes and standard input. */
export const runProgram = (
  args: ReadonlyArray<string>,
  platform: Layer.Layer<NodeServices.NodeServices> = NodeServices.layer
) => {
  const json = args.includes("--json")
  return Command.runWith(program, { version })(args).pipe(
    Effect.tapCause((cause) => {
      const error = Cause.squash(cause)
      // The presenter has already reported invalid usage, and the command what came of each part.
      return Cause.hasInterruptsOnly(cause) || CliError.isCliError(error) || error instanceof PartlyFailed
        ? Effect.void
        : reportFailure(error, json)
    }),
    Effect.provide(services(json, platform))
  )
}

/** Runs one command and returns its exit code. */
export const runCommand = async (args: ReadonlyArray<string>): Promise<number> => {
  // The reader has closed the pipe (`… | head -1`), which isn't a failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.done)
    throw error
  })
  const stop = new AbortController()
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
  for (const signal of signals) process.once(signal, () => stop.abort())
  return exitCodeOf(await Effect.runPromiseExit(runProgram(args), { signal: stop.signal }))
}
