import { Console, Context, Effect, Layer } from "effect"

/** Narrates the story while it happens. */
export class Narrator extends Context.Service<
  Narrator,
  {
    /** Something begins. */
    chapter(title: string): Effect.Effect<void>
    say(line: string): Effect.Effect<void>
  }
>()("@incident-teams/sandbox/demo/Narrator") {}

/** On stdout, for people. */
export const aloud = Layer.sync(Narrator, () => {
  let chapters = 0
  return {
    chapter: (title) => Console.log(`\n${(chapters += 1)}. ${title}`),
    say: (line) => Console.log(`   ${line}`)
  }
})

export const silent = Layer.succeed(Narrator, { chapter: () => Effect.void, say: () => Effect.void })
