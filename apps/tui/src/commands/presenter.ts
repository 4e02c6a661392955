import { Console, Effect } from "effect"
import { CliError, CliOutput } from "effect/cli"
import type { OwnProblem } from "./tellFailure.ts"

const notUnderstood = (detail: string, help: string): typeof OwnProblem.Type => ({
  type: "incident-teams:usage",
  title: "The command isn't understood",
  detail,
  remedy: help
})

/**
 * Help goes to stdout where it was asked for. What isn't understood is told on stderr, with how the command is used: a
 * program that reads stdout must not take help for an answer.
 */
export const presenter = (json: boolean): CliOutput.Presenter => ({
  present: (event) => {
    if (event._tag !== "InvalidInvocation") {
      return event._tag === "Help" && event.reason === "Implicit"
        ? refuse(["No command is named."], event, json)
        : CliOutput.defaultPresenter.present(event)
    }
    return refuse(event.errors.map(messageOf), event, json)
  }
})

const messageOf = (error: CliError.NonShowHelpErrors): string => CliError.getUserMessage(error) ?? error.message

const refuse = (
  messages: ReadonlyArray<string>,
  { helpDoc, commandPath }: CliOutput.Presenter.Help | CliOutput.Presenter.InvalidInvocation,
  json: boolean
): Effect.Effect<void> => {
  const help = `How it is used: ${commandPath.join(" ")} --help`
  const subcommands = (helpDoc.subcommands ?? []).flatMap(({ commands }) => commands.map(({ name }) => name))
  const lines = [
    ...messages,
    `Usage: ${helpDoc.usage}`,
    ...(subcommands.length === 0 ? [] : [`Commands: ${subcommands.join(", ")}`]),
    help
  ]
  const problem = notUnderstood(messages.join(" "), help)
  return Effect.andThen(
    Console.error(lines.join("\n")),
    json ? Console.log(JSON.stringify(problem, null, 2)) : Effect.void
  )
}
