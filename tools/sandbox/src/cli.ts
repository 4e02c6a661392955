/** `npm run -s cli -- [--user ben] <command …>`: a command of incident-teams in the sandbox that `npm start` runs. */
import { Effect } from "effect"
import { commands } from "./consoleOf.ts"
import { inOurPlace } from "./process/inOurPlace.ts"
import { runMain } from "./process/runMain.ts"
import { runningSandbox } from "./runningSandbox.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { asUser } from "./sandboxUser.ts"

const usualUser = "ben"

/** Ours is the first flag alone: the others are the command's. */
const [first, name, ...rest] = process.argv.slice(2)
const asked = first === "--user" ? { user: name, args: rest } : { user: usualUser, args: process.argv.slice(2) }

const cli = Effect.gen(function* () {
  const { user, args } = asked
  if (user === undefined) return yield* new SandboxFailure({ message: "--user needs the name of a sample user." })
  const { running, control } = yield* runningSandbox
  yield* inOurPlace({ file: commands, args, env: yield* asUser(running, control, user) })
})

runMain(cli, { interrupted: 130 })
