import { Console, Effect } from "effect"
import { Argument, Command, Completions } from "effect/cli"
import { JsonFlag, ServerFlag } from "./globalFlags.ts"

const shells = ["bash", "zsh", "fish"] as const
type Shell = (typeof shells)[number]

/** The flags that every command takes, described as flags of a command. */
const global = Completions.fromCommand(Command.make("global", { server: ServerFlag.flag, json: JsonFlag.flag })).flags

const withGlobal = (command: Completions.CommandDescriptor): Completions.CommandDescriptor => ({
  ...command,
  flags: [...command.flags, ...global],
  subcommands: command.subcommands.map(withGlobal)
})

/** effect's generator names the flag that prints the script in its own programs; ours is a command. */
const scriptFor = (command: Command.Command.Any, shell: Shell): string =>
  Completions.generate(command.name, shell, withGlobal(Completions.fromCommand(command))).replaceAll(
    "--completions",
    "completion"
  )

/** `all`: every command to complete. A function, because this command is one of them. */
export const completion = (all: () => Command.Command.Any) =>
  Command.make(
    "completion",
    { shell: Argument.Literals("shell", shells).pipe(Argument.withDescription("The shell that the script is for.")) },
    ({ shell }) => Effect.suspend(() => Console.log(scriptFor(all(), shell)))
  ).pipe(
    Command.withDescription("Print a completion script for a shell."),
    Command.withExamples([
      { command: "incident-teams completion bash > ~/.local/share/bash-completion/completions/incident-teams" },
      { command: 'incident-teams completion zsh > "${fpath[1]}/_incident-teams"' },
      { command: "incident-teams completion fish > ~/.config/fish/completions/incident-teams.fish" }
    ])
  )
