import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { Console, Effect } from "effect"
import { built, project } from "./consoleOf.ts"
import { SandboxFailure } from "./SandboxFailure.ts"

/** The compiler, as the workspace's own `.bin` has it; what is built already costs it a look. */
const compile: Effect.Effect<void, SandboxFailure> = Effect.callback((resume) => {
  const compiler = spawn("tsc", ["--build", project], {
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32"
  })
  let said = ""
  compiler.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()))
  compiler.once("error", (cause) =>
    resume(
      Effect.fail(
        new SandboxFailure({
          message: "The TypeScript compiler wasn't found. Start the console with npm run tui, which provides it.",
          cause
        })
      )
    )
  )
  compiler.once("close", (code) =>
    resume(
      code === 0 ? Effect.void : Effect.fail(new SandboxFailure({ message: `The console can't be built:\n${said}` }))
    )
  )
  return Effect.sync(() => void compiler.kill())
})

/** Builds the console as far as its sources have changed. */
export const buildConsole: Effect.Effect<void, SandboxFailure> = Effect.suspend(() =>
  existsSync(built)
    ? compile
    : Effect.andThen(Console.error("Building it, which is needed only once and takes a moment."), compile)
)
