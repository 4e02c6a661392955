import { createInterface } from "node:readline"
import { Effect } from "effect"
import { sampleUsers } from "./sampleTenant.ts"
import type { SandboxFailure } from "./SandboxFailure.ts"
import { noSuchUser } from "./sandboxUser.ts"

const usualUser = "ben"
const names = Object.keys(sampleUsers)

const list = Object.entries(sampleUsers)
  .map(([name, what], at) => `  ${at + 1}  ${name.padEnd(6)} ${what}`)
  .join("\n")

/** The line that is typed; undefined if the person quits (Ctrl-C, Ctrl-D). */
const typed: Effect.Effect<string | undefined> = Effect.callback((resume) => {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  let answer: string | undefined
  lines.once("close", () => resume(Effect.succeed(answer)))
  lines.question(`Sign in to the sandbox as:\n\n${list}\n\nName or number (Enter for ${usualUser}): `, (text) => {
    answer = text.trim()
    lines.close()
  })
  return Effect.sync(() => lines.close())
})

const byName = (text: string): Effect.Effect<string, SandboxFailure> => {
  const name = text === "" ? usualUser : (names[Number(text) - 1] ?? text.toLowerCase())
  return names.includes(name) ? Effect.succeed(name) : Effect.fail(noSuchUser(text))
}

/** The sample user that is given, or that the person at the terminal chooses. */
export const resolveUser = (named: string | undefined): Effect.Effect<string, SandboxFailure> =>
  named === undefined
    ? Effect.flatMap(typed, (text) => (text === undefined ? Effect.interrupt : byName(text)))
    : byName(named)
