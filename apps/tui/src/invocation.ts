import { parseArgs } from "node:util"

/** Where the process runs, as far as it decides what to do. */
export interface Surroundings {
  readonly arguments: ReadonlyArray<string>
  /** Both ends are a terminal: somebody types, and sees. */
  readonly terminal: boolean
  /** INCIDENT_TEAMS_SERVER. */
  readonly server: string | undefined
}

export interface ConsoleOptions {
  readonly server: string
  /** Shown first. Default: the first workspace of the server. */
  readonly workspace: string | undefined
  /** Nothing can be changed. */
  readonly readonly: boolean
}

/** What the process was started for. */
export type Invocation =
  | { readonly _tag: "Console"; readonly options: ConsoleOptions }
  /** One action as a plain command; its arguments are the commands' to read. */
  | { readonly _tag: "Command" }
  | { readonly _tag: "Refused"; readonly message: string }

const options = {
  server: { type: "string" },
  workspace: { type: "string" },
  readonly: { type: "boolean" }
} as const

/** Options of the console alone: anything else (a word, `--help`, `--version`) is for the commands. */
const consoleOptions = (args: ReadonlyArray<string>) => {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch {
    return undefined
  }
}

const refused = (message: string): Invocation => ({ _tag: "Refused", message })

const commandsInstead = "The console needs a terminal. Without one, use the commands; incident-teams --help lists them."

const serverMissing =
  "No server given. Run incident-teams --server https://teams.example.com, or set INCIDENT_TEAMS_SERVER." +
  " To try it without a server, run npm run tui in the repository."

export const invocationOf = ({ arguments: args, terminal, server: configured }: Surroundings): Invocation => {
  const given = consoleOptions(args)
  if (given === undefined) return { _tag: "Command" }
  if (!terminal) return refused(commandsInstead)
  const server = given.server ?? configured
  if (server === undefined || server === "") return refused(serverMissing)
  if (!URL.canParse(server) || !/^https?:$/u.test(new URL(server).protocol)) {
    return refused(
      `"${server}" is not the address of a server: it must begin with https:// (or http:// on this machine).`
    )
  }
  return {
    _tag: "Console",
    options: { server: server.replace(/\/+$/u, ""), workspace: given.workspace, readonly: given.readonly ?? false }
  }
}
