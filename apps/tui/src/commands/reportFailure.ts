import { Problem } from "@incident-teams/api/problems/Problem"
import { Console, Effect, Schema } from "effect"
import { failureOf } from "../requests/failureOf.ts"
import { CommandFailure } from "./CommandFailure.ts"
import { inputOf } from "./inputOf.ts"
import { remedies } from "./remedies.ts"

/** A failure that isn't a response of the server, in the form of the server's problems. */
export const OwnProblem = Schema.Struct({
  type: Schema.String.annotate({ description: "incident-teams:<kind>, such as incident-teams:ambiguous-name." }),
  title: Schema.String,
  detail: Schema.String,
  remedy: Schema.String
}).annotate({ identifier: "OwnProblem" })

const isProblem = Schema.is(Problem)
const encodeProblem = Schema.encodeEffect(Schema.toCodecJson(Problem))

/** A failure as a problem: that of the server, or one of the command's own. */
export const problemOf = (error: unknown): Problem | typeof OwnProblem.Type => {
  if (isProblem(error)) return error
  const { title, detail, remedy } = error instanceof CommandFailure ? error : failureOf(error)
  const kind = error instanceof CommandFailure ? error.type : failureOf(error).kind
  return { type: `incident-teams:${kind}`, title, detail, remedy }
}

/** What is at fault, by its name at the commands. */
const inputLines = (problem: Problem): ReadonlyArray<string> => {
  if ("errors" in problem) {
    return problem.errors.map(({ field, problem: what }) =>
      field === "" ? what : `${inputOf(field) ?? field}: ${what}`
    )
  }
  const input = problem.field === undefined ? undefined : inputOf(problem.field)
  return input === undefined ? [] : [`${input.startsWith("-") ? "Flag" : "Argument"}: ${input}`]
}

/** What is wrong, which arguments or flags are at fault, and what to do. For people. */
export const textOf = (problem: Problem | typeof OwnProblem.Type): string => {
  const { title, detail, remedy } = problem
  // A detail that only repeats the title is left out.
  const what = detail === `${title}.` ? [detail] : [`${title}.`, detail]
  const lines = isProblem(problem)
    ? [...what, ...inputLines(problem), remedies[problem.type] ?? remedy]
    : [...what, remedy]
  return lines.join("\n").replaceAll("\n", "\n  ")
}

/** Reports a failure on stderr, for people. With --json also on stdout, as the one document that goes there. */
export const reportFailure = Effect.fnUntraced(function* (error: unknown, json: boolean) {
  const problem = problemOf(error)
  yield* Console.error(textOf(problem))
  if (json) {
    const document = isProblem(problem) ? yield* Effect.orDie(encodeProblem(problem)) : problem
    yield* Console.log(JSON.stringify(document, null, 2))
  }
})
