import { type Finding, fine, problem } from "@incident-teams/application/doctor/Finding"
import { Console, Effect, Schema } from "effect"
import { wordsFor } from "../startFailure.ts"
import { servingSettings } from "./serve.ts"

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`

/** Problems must be solved before the first incident. They have been printed. */
export class SetupIncomplete extends Schema.TaggedError<SetupIncomplete>()("SetupIncomplete", {
  problems: Schema.Int
}) {
  override get message(): string {
    return `${counted(this.problems, "problem")} must be solved.`
  }
}

const marks = { ok: "ok     ", warning: "WARNING", problem: "PROBLEM" } as const

const lineOf = ({ about, state, found, remedy }: Finding): string =>
  `${marks[state]}  ${about}: ${found}${remedy === undefined ? "" : `\n         -> ${remedy}`}`

/** What is found, with the settings. */
export const examine = <E extends { readonly message: string }, R>(
  look: Effect.Effect<ReadonlyArray<Finding>, E, R>
): Effect.Effect<ReadonlyArray<Finding>, never, R> =>
  Effect.andThen(servingSettings, look).pipe(
    Effect.map((found) => [fine("Settings", "All settings are valid."), ...found]),
    // A setting that keeps the server from starting also keeps everything else from being checked.
    Effect.catch((failure) =>
      Effect.succeed([
        problem(
          "Settings",
          wordsFor(failure),
          "Correct the setting and run doctor again: docs/reference/environment.md."
        )
      ])
    )
  )

/** Reports what was found and what to do, and fails if there is a problem. */
export const doctor = <R>(
  look: Effect.Effect<ReadonlyArray<Finding>, never, R>,
  json: boolean
): Effect.Effect<void, SetupIncomplete, R> =>
  Effect.gen(function* () {
    const findings = yield* look
    const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length
    const [problems, warnings] = [count("problem"), count("warning")]
    yield* json
      ? Console.log(JSON.stringify({ problems, warnings, findings }, undefined, 2))
      : Console.log(
          `${findings.map(lineOf).join("\n")}\n\n${counted(problems, "problem")}, ${counted(warnings, "warning")}`
        )
    if (problems > 0) return yield* new SetupIncomplete({ problems })
  })
