import { Problem } from "@incident-teams/api/problems/Problem"
import { Console, Effect, Schema } from "effect"
import { failureOf } from "../requests/failureOf.ts"
import { CommandFailure } from "./CommandFailure.ts"
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

const ownProblem = (error: unknown): typeof OwnProblem.Type => {
  const { title, detail, remedy } = error instanceof CommandFailure ? error : failureOf(error)
  const kind = error instanceof CommandFailure ? error.type : failureOf(error).kind
  return { type: `incident-teams:${kind}`, title, detail, remedy }
}

const fieldLines = (problem: Problem): ReadonlyArray<string> => {
  if ("errors" in problem) return problem.errors.map(({ field, problem: what }) => `${field}: ${what}`)
  return problem.field === undefined ? [] : [`Field: ${problem.field}`]
}

/** What is wrong, which parts of the request are at fault, and what to do. */
const linesOf = (error: unknown): ReadonlyArray<string> => {
  if (!isProblem(error)) {
    const { title, detail, remedy } = ownProblem(error)
    return [`${title}.`, detail, remedy]
  }
  const { type, title, detail, remedy } = error
  return [`${title}.`, detail, ...fieldLines(error), remedies[type] ?? remedy]
}

/** Reports a failure on stderr, for people. With --json also on stdout, as the one document that goes there. */
export const reportFailure = Effect.fnUntraced(function* (error: unknown, json: boolean) {
  yield* Console.error(linesOf(error).join("\n").replaceAll("\n", "\n  "))
  if (json) {
    const document = isProblem(error) ? yield* Effect.orDie(encodeProblem(error)) : ownProblem(error)
    yield* Console.log(JSON.stringify(document, null, 2))
  }
})
