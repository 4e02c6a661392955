import { type Finding, fine, problem } from "@incident-teams/application/doctor/Finding"
import { Console, Effect, Schema } from "effect"
import { wordsFor } from "../startFailure.ts"
import { servingSettings } from "./serve.ts"

/** Something must be done before the first incident; what, has been printed. */
export class SetupIncomplete extends Schema.TaggedError<SetupIncomplete>()("SetupIncomplete", {
  problems: Schema.Int
}) {
  override get message(): string {
    return `${this.problems} of these must be mended.`
  }
}

const marks = { ok: "ok     ", warning: "WARNING", problem: "PROBLEM" } as const

const lineOf = ({ about, state, found, remedy }: Finding): string =>
  `${marks[state]}  ${about}: ${found}${remedy === undefined ? "" : `\n         -> ${remedy}`}`

/** Looks at a set-up, says what was found and what to do, and fails if anything must be done. */
export const doctor = <E extends { readonly message: string }, R>(
  look: Effect.Effect<ReadonlyArray<Finding>, E, R>,
  json: boolean
): Effect.Effect<void, SetupIncomplete, R> =>
  Effect.gen(function* () {
    const findings = yield* Effect.andThen(servingSettings, look).pipe(
      Effect.map((found) => [fine("Settings", "Every setting can be used."), ...found]),
      // What stops the server from starting stops everything else that could be looked at.
      Effect.catch((failure) =>
        Effect.succeed([
          problem("Settings", wordsFor(failure), "Set it as said, and look again: docs/reference/environment.md.")
        ])
      )
    )
    const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length
    const [problems, warnings] = [count("problem"), count("warning")]
    yield* json
      ? Console.log(JSON.stringify({ problems, warnings, findings }, undefined, 2))
      : Console.log(`${findings.map(lineOf).join("\n")}\n\n${problems} problems, ${warnings} warnings`)
    if (problems > 0) return yield* new SetupIncomplete({ problems })
  })
