#!/usr/bin/env node
/** `npm run -s token -- ben`: prints an access token of a sample user for the sandbox that `npm start` runs. */
import { Console, Effect } from "effect"
import { runMain } from "./process/runMain.ts"
import { tokenCommand } from "./programs.ts"
import { runningSandbox } from "./runningSandbox.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { knownUsers, tokenOf } from "./sandboxUser.ts"

const token = Effect.gen(function* () {
  const name = process.argv[2]
  if (name === undefined) {
    return yield* new SandboxFailure({
      message: `Usage: ${tokenCommand("<name>")}. Choose one of these:\n${knownUsers}`
    })
  }
  const { control } = yield* runningSandbox
  yield* Console.log(yield* tokenOf(control, name))
})

runMain(token, { interrupted: 130 })
