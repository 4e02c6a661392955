import { Console, Effect } from "effect"
import { CliError, CliOutput } from "effect/cli"
import type { OwnProblem } from "./reportFailure.ts"

const usageProblem = (detail: string, help: string): typeof OwnProblem.Type => ({
  type: "incident-teams:usage",
  title: "Invalid command",
  detail,
  remedy: help
})

/**
 * Requested help goes to stdout. Invalid usage is reported on stderr, with the right usage: a program that reads stdout
 * must not take help for a result.
 */
export const presenter = (json: boolean): CliOutput.Presenter => ({
  present: (event) => {
    if (event._tag !== "InvalidInvocation") {
      return event._tag === "Help" && event.reason === "Implicit"
        ? refuse(["No command given."], event, json)
        : CliOutput.defaultPresenter.present(event)
    }
    return refuse(event.errors.map(messageOf), event, json)
  }
})

/** In words for people: what a value is expected to be, without how that was found out. */
const messageOf = (error: CliError.NonShowHelpErrors): string =>
  (CliError.getUserMessage(error) ?? error.message)
    .replace("Expected: Schema validation failed: ", "")
    .replace("a string representing a finite number", "a number")

const refuse = (
  messages: ReadonlyArray<string>,
  { helpDoc, commandPath }: CliOutput.Presenter.Help | CliOutput.Presenter.InvalidInvocation,
  json: boolean
): Effect.Effect<void> => {
  const help = `For help: ${commandPath.join(" ")} --help`
  const subcommands = (helpDoc.subcommands ?? []).flatMap(({ commands }) => commands.map(({ name }) => name))
  const lines = [
    ...messages,
    `Usage: ${helpDoc.usage}`,
    ...(subcommands.length === 0 ? [] : [`Commands: ${subcommands.join(", ")}`]),
    help
  ]
  const problem = usageProblem(messages.join(" "), help)
  return Effect.andThen(
    Console.error(lines.join("\n")),
    json ? Console.log(JSON.stringify(problem, null, 2)) : Effect.void
  )
}
