import { Problem } from "@incident-teams/api/problems/Problem"
import { Console, Effect, Schema } from "effect"
import { summaryOf } from "../../requests/summaryOf.ts"
import { PartlyFailed } from "../CommandFailure.ts"
import { exitCodeOfError } from "../exitCode.ts"
import type { Screen } from "../output/Screen.ts"
import { type Column, table } from "../output/table.ts"
import { OwnProblem, problemOf, textOf } from "../reportFailure.ts"
import { Awaited } from "../waiting/waitUntilDone.ts"
import { areSeveral } from "./readNames.ts"

interface Of<One, Encoded> {
  /** What is given by name: the field that repeats the name in JSON. */
  readonly noun: "incident" | "team"
  readonly one: Schema.Codec<One, Encoded>
  /** One result, given alone. */
  readonly sheet: (one: One, screen: Screen) => ReadonlyArray<string>
  /** One result, in a table of several. */
  readonly columns: ReadonlyArray<Column<One>>
}

/** At the same time, so that a long list doesn't keep others waiting. */
const concurrency = 4

/**
 * For a command that does the same for each of the names that it gets. For one name, the result is what it was
 * changed to; for several, what came of each. A failure of one doesn't stop the others.
 */
export const oneOrSeveral = <One, Encoded>({ noun, one, sheet, columns }: Of<One, Encoded>) => {
  const Done = Schema.Struct({ given: Schema.String, ok: Schema.Literal(true), result: one })
  const Failed = Schema.Struct({
    given: Schema.String,
    ok: Schema.Literal(false),
    /** What the command would have ended with for this one alone. */
    exitCode: Schema.Int,
    problem: Schema.Union([Problem, OwnProblem])
  })
  const Several = Schema.Struct({
    results: Schema.Array(
      Schema.Union([Done.pipe(Schema.encodeKeys({ given: noun })), Failed.pipe(Schema.encodeKeys({ given: noun }))])
    )
  })
  type Several = typeof Several.Type
  const isSeveral = Schema.is(Several)

  const attempt = <E, R>(given: string, run: Effect.Effect<One, E, R>) =>
    run.pipe(
      Effect.provideService(Awaited, given),
      Effect.match({
        onSuccess: (result): Several["results"][number] => ({ given, ok: true, result }),
        onFailure: (error): Several["results"][number] => ({
          given,
          ok: false,
          exitCode: exitCodeOfError(error),
          problem: problemOf(error)
        })
      })
    )

  const shown: ReadonlyArray<Column<Several["results"][number]>> = [
    { title: noun.toUpperCase(), cell: ({ given }) => given },
    { title: "RESULT", cell: (each) => (each.ok ? "Done" : `Failed: ${each.problem.title}`) },
    ...columns.map((column) => ({
      ...column,
      cell: (each: Several["results"][number]) => (each.ok ? column.cell(each.result) : "")
    }))
  ]

  return {
    answers: Schema.Union([one, Several]),
    show: (answer: One | Several, screen: Screen): ReadonlyArray<string> => {
      if (!isSeveral(answer)) return sheet(answer, screen)
      const done = answer.results.filter(({ ok }) => ok).length
      const failed = answer.results.length - done
      return [...table(shown, answer.results, screen.width), "", summaryOf({ done, failed, leftOut: 0 })]
    },
    /** Reports each failure on stderr, with the names that have it, and fails like the first of them. */
    ends: Effect.fnUntraced(function* (answer: One | Several) {
      const failures = isSeveral(answer) ? answer.results.flatMap((each) => (each.ok ? [] : [each])) : []
      const [first] = failures
      if (first === undefined) return
      const named = Map.groupBy(failures, ({ problem }) => textOf(problem))
      for (const [text, alike] of named) {
        yield* Console.error(`${alike.map(({ given }) => given).join(", ")}: ${text}`)
      }
      return yield* new PartlyFailed({ exitCode: first.exitCode })
    }),
    /** The result of the only name, or what came of each. */
    forEach: Effect.fnUntraced(function* <E, R>(
      given: ReadonlyArray<string>,
      names: ReadonlyArray<string>,
      run: (name: string) => Effect.Effect<One, E, R>
    ) {
      const [only = ""] = names
      if (!areSeveral(given)) return yield* run(only)
      return { results: yield* Effect.forEach(names, (name) => attempt(name, run(name)), { concurrency }) }
    })
  }
}
