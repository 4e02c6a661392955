import type { Effect } from "effect"
import { CliConfig, Command, GlobalFlag } from "effect/cli"

/** What the program does, by what it is asked for. */
export interface Commands<E, R> {
  /** Also where nothing is asked for. */
  readonly serve: Effect.Effect<void, E, R>
}

/**
 * `incident-teams-server [serve]`. A command of its own goes into `withSubcommands`, its flags into the object that
 * its handler gets; what it does comes from the composition root.
 */
export const commandLine = <E, R>({ serve }: Commands<E, R>) =>
  Command.make("incident-teams-server", {}, () => serve).pipe(
    Command.withDescription("The server of Incident Teams. Without a command it serves."),
    Command.withSubcommands([
      Command.make("serve", {}, () => serve).pipe(
        Command.withDescription(
          "Serves the REST API, makes, archives and reopens teams, and follows incidents, until it is told to stop " +
            "(SIGTERM or Ctrl-C). Settings come from the environment: docs/reference/environment.md."
        ),
        Command.withShortDescription("Serves until it is told to stop.")
      )
    ])
  )

/** Not the log level, which has a setting, and no wizard. */
export const globalFlags = CliConfig.layer({
  builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions]
})
