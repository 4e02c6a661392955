import { Context, Effect, Layer } from "effect"

/** What isn't as expected. A finding doesn't end the story. */
export class Findings extends Context.Service<
  Findings,
  {
    /** Records `problem` unless `holds`. */
    expect(holds: boolean, problem: string): Effect.Effect<void>
    readonly all: Effect.Effect<ReadonlyArray<string>>
  }
>()("@incident-teams/sandbox/demo/Findings") {}

export const layer = Layer.sync(Findings, () => {
  const problems: Array<string> = []
  return {
    expect: (holds, problem) => Effect.sync(() => void (holds || problems.push(problem))),
    all: Effect.sync(() => [...problems])
  }
})
