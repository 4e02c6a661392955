import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { Effect } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import { endWithParent, surroundings } from "./Child.ts"

export interface Command {
  readonly file: string
  readonly args: ReadonlyArray<string>
  readonly env: Readonly<Record<string, string>>
}

/** Runs a file on this Node until it ends by itself; an interruption ends it. Nobody can be asked. */
export const runCommand = ({ file, args, env }: Command) =>
  Effect.tryPromise({
    try: async (signal) => {
      const child = spawn(process.execPath, ["--import", endWithParent(2_000), file, ...args], {
        env: { ...surroundings(), ...env },
        stdio: ["pipe", "pipe", "pipe"],
        windowsHide: true,
        signal
      })
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")])
      return { code: child.exitCode, out, err }
    },
    catch: (cause) => new SandboxFailure({ message: `${[file, ...args].join(" ")} can't be run.`, cause })
  })
