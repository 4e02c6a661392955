import { type Effect, Option } from "effect"
import { CliConfig, Command, Flag, GlobalFlag } from "effect/cli"
import { type Role, roles } from "../Role.ts"

/** What the program does, by what it is asked for. */
export interface Commands<E, E2, E3, R> {
  /** As `all` also where nothing is asked for. */
  readonly serve: (role: Role) => Effect.Effect<void, E, R>
  readonly doctor: (json: boolean) => Effect.Effect<void, E3, R>
  readonly provision: (maxThroughput: number | undefined) => Effect.Effect<void, E2, R>
}

const role = Flag.Literals("role", roles).pipe(
  Flag.withDefault("all" as const),
  Flag.withDescription(
    "api: answers callers. worker: works on teams and follows incidents. all: both, for one process. Several processes need a store that all of them reach."
  )
)

const maxThroughput = Flag.Int("max-throughput").pipe(
  Flag.filter(
    (units) => units >= 1_000 && units % 1_000 === 0,
    (units) => `${units} isn't a multiple of 1000`
  ),
  Flag.optional,
  Flag.withDescription(
    "Request units a second that the new database may use at most (autoscale, from a tenth of it): a multiple of 1000. Left out for a serverless account."
  )
)

const json = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Prints one JSON document instead of lines.")
)

/**
 * `incident-teams-server [serve] | doctor | provision`. A command of its own goes into `withSubcommands`, its flags into the object that
 * its handler gets; what it does comes from the composition root.
 */
export const commandLine = <E, E2, E3, R>({ serve, doctor, provision }: Commands<E, E2, E3, R>) =>
  Command.make("incident-teams-server", {}, () => serve("all")).pipe(
    Command.withDescription("The server of Incident Teams. Without a command it serves."),
    Command.withSubcommands([
      Command.make("serve", { role }, (asked) => serve(asked.role)).pipe(
        Command.withDescription(
          "Serves the REST API, makes, archives and reopens teams, and follows incidents, until it is told to stop " +
            "(SIGTERM or Ctrl-C). Settings come from the environment: docs/reference/environment.md."
        ),
        Command.withShortDescription("Serves until it is told to stop.")
      ),
      Command.make("doctor", { json }, (asked) => doctor(asked.json)).pipe(
        Command.withDescription(
          "Looks at the settings, the credentials, every permission, the tenant's rules, the standby owners, the workspaces, " +
            "the store, the clock and the public address, and says for each what was found and what to do. Changes nothing. " +
            "Ends with 1 if something must be done."
        ),
        Command.withShortDescription("Looks at a set-up before the first incident.")
      ),
      Command.make("provision", { maxThroughput }, (asked) =>
        provision(Option.getOrUndefined(asked.maxThroughput))
      ).pipe(
        Command.withDescription(
          "Makes the database and containers in the Azure Cosmos DB account that COSMOS_ENDPOINT names, and brings their " +
            "indexes up to date. What is there stays. Needs COSMOS_KEY: roles let nobody make containers."
        ),
        Command.withShortDescription("Makes what a store in Azure Cosmos DB needs.")
      )
    ])
  )

/** Not the log level, which has a setting, and no wizard. */
export const globalFlags = CliConfig.layer({
  builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions]
})
