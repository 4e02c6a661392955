import { type Effect, Option } from "effect"
import { CliConfig, Command, Flag, GlobalFlag } from "effect/cli"
import { type Role, roles } from "../Role.ts"
import type { SetupAsked } from "./setup.ts"

/** The flags of doctor. */
export interface DoctorAsked {
  readonly json: boolean
  /** File with the choices of setup, whose work is then checked too. */
  readonly from: string | undefined
  readonly settingsFile: string
}

/** What each command does. */
export interface Commands<E, E2, E3, E4, R> {
  /** With the role `all` if no command is given. */
  readonly serve: (role: Role) => Effect.Effect<void, E, R>
  readonly doctor: (asked: DoctorAsked) => Effect.Effect<void, E3, R>
  readonly provision: (maxThroughput: number | undefined) => Effect.Effect<void, E2, R>
  readonly setup: (asked: SetupAsked) => Effect.Effect<void, E4, R>
}

const role = Flag.Literals("role", roles).pipe(
  Flag.withDefault("all" as const),
  Flag.withDescription(
    "api: answers requests. worker: works on teams and follows incidents. all: both. Several processes must share one store. Default: all."
  )
)

const maxThroughput = Flag.Int("max-throughput").pipe(
  Flag.filter(
    (units) => units >= 1_000 && units % 1_000 === 0,
    (units) => `${units} isn't a multiple of 1000`
  ),
  Flag.optional,
  Flag.withDescription(
    "Maximum request units per second of the new database (autoscale, down to a tenth): a multiple of 1000. Omit it for a serverless account."
  )
)

const json = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("Print one JSON document instead of text.")
)

const from = Flag.String("from").pipe(
  Flag.optional,
  Flag.withDescription("JSON file with the choices. Without it, the command asks.")
)
const made = Flag.String("from").pipe(
  Flag.optional,
  Flag.withDescription(
    "The file with the choices that setup was run with. doctor then also checks what setup created, and uses the settings file."
  )
)
const settingsFile = Flag.String("settings-file").pipe(
  Flag.withDefault("incident-teams.env"),
  Flag.withDescription("File for the server's settings, readable by its owner only. Default: incident-teams.env.")
)
const flag = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDefault(false), Flag.withDescription(description))
const plan = flag("plan", "Print what would be done, and change nothing.")
const yes = flag("yes", "Don't ask before changing something.")
const remove = flag("remove", "Remove what this command created, and nothing else.")

/**
 * `incident-teams-server [serve] | doctor | provision | setup`. A new command goes into `withSubcommands`, with its flags; its
 * effect comes from the composition root.
 */
export const commandLine = <E, E2, E3, E4, R>({ serve, doctor, provision, setup }: Commands<E, E2, E3, E4, R>) =>
  Command.make("incident-teams-server", {}, () => serve("all")).pipe(
    Command.withDescription("The server of Incident Teams. Default command: serve."),
    Command.withSubcommands([
      Command.make("serve", { role }, (asked) => serve(asked.role)).pipe(
        Command.withDescription(
          "Serves the REST API; creates, archives and reopens teams; and follows incidents, until it is stopped " +
            "(SIGTERM or Ctrl-C). Settings are environment variables: docs/reference/environment.md."
        ),
        Command.withShortDescription("Run the server.")
      ),
      Command.make("doctor", { json, from: made, settingsFile }, (asked) =>
        doctor({ ...asked, from: Option.getOrUndefined(asked.from) })
      ).pipe(
        Command.withDescription(
          "Checks the settings, credentials, permissions, tenant policies, standby owners, workspaces, store, clock and " +
            "public address, and reports for each what was found and what to do. With --from, also checks what setup " +
            "made, in the name of an administrator: the registration, consents, role assignments and the end of the " +
            "credential. Changes nothing. Exits with 1 if there is a problem, such as a server that isn't running."
        ),
        Command.withShortDescription("Check a setup before the first incident.")
      ),
      Command.make("provision", { maxThroughput }, (asked) =>
        provision(Option.getOrUndefined(asked.maxThroughput))
      ).pipe(
        Command.withDescription(
          "Creates the database and containers in the Azure Cosmos DB account at COSMOS_ENDPOINT, or the tables in the " +
            "PostgreSQL database at POSTGRES_URL, and updates them. Existing data is kept. Cosmos DB requires COSMOS_KEY, " +
            "because roles can't create containers; PostgreSQL requires a role that may create the schema."
        ),
        Command.withShortDescription("Create the database in Azure Cosmos DB, or the tables in PostgreSQL.")
      ),
      Command.make("setup", { from, settingsFile, plan, yes, json, remove }, (asked) =>
        setup({ ...asked, from: Option.getOrUndefined(asked.from) })
      ).pipe(
        Command.withDescription(
          "Registers the application in Entra ID, grants its permissions, assigns its Azure roles, and writes the " +
            "settings file, in the name of the administrator who is signed in to the Azure CLI or enters a code in a " +
            "browser. Shows first what is there, what is missing and which right it needs. Can be repeated: it makes " +
            "only what is missing. Then it runs doctor. Exits with 0 if all is done; starting the server comes next."
        ),
        Command.withShortDescription("Set up a tenant: registration, permissions, roles, settings.")
      )
    ])
  )

/** Without the flag for the log level, which has a setting, and without the wizard. */
export const globalFlags = CliConfig.layer({
  builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions]
})
