import { Console, Context, Effect, Schema } from "effect"
import { Command } from "effect/cli"
import type { PartlyFailed } from "./CommandFailure.ts"
import { JsonFlag } from "./globalFlags.ts"
import { screen, type Screen } from "./output/Screen.ts"

/** The schema of a command's JSON, for the reference. Undefined: the command prints text only. */
export const Answer = Context.Reference<Schema.Codec<unknown, unknown> | undefined>("incident-teams/Answer", {
  defaultValue: () => undefined
})

/** A command as data: its description, parameters and examples, what it runs, and how its result is shown. */
export interface Action<Config extends Command.Command.Config, A, E, R> {
  readonly does: string
  readonly takes: Config
  readonly examples: ReadonlyArray<Command.Command.Example>
  readonly answers: Schema.Codec<A, unknown>
  readonly run: (input: Command.Command.Config.Infer<Config>) => Effect.Effect<A, E, R>
  /** Line by line. */
  readonly show: (answer: A, screen: Screen) => ReadonlyArray<string>
  /** After the result is printed: fails if a part of it failed. */
  readonly ends?: (answer: A) => Effect.Effect<void, PartlyFailed>
}

/** A command that prints its result: as text for people, or with --json encoded by the schema that documents it. */
export const action = <const Name extends string, const Config extends Command.Command.Config, A, E, R>(
  name: Name,
  { does, takes, examples, answers, run, show, ends }: Action<Config, A, E, R>
) => {
  const encode = Schema.encodeEffect(Schema.toCodecJson(answers))
  const print = Effect.fnUntraced(function* (answer: A) {
    const text = (yield* JsonFlag)
      ? JSON.stringify(yield* Effect.orDie(encode(answer)), null, 2)
      : show(answer, yield* screen).join("\n")
    if (text !== "") yield* Console.log(text)
    if (ends !== undefined) yield* ends(answer)
  })
  return Command.make(name, takes, (input) => Effect.flatMap(run(input), print)).pipe(
    Command.withDescription(does),
    Command.withExamples(examples),
    Command.annotate(Answer, answers)
  )
}
