import { spawn } from "node:child_process"
import { Deferred, Effect } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import { EndedWith } from "./EndedWith.ts"

/** Asked to stop, a program has so long, in milliseconds, before it is killed. */
const graceMillis = 5_000

export interface Program {
  readonly file: string
  readonly args: ReadonlyArray<string>
  /** Beside what we have ourselves. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Runs a file on this Node with our terminal as its own, and ends as it ends. It is in our process group, as what reads
 * a terminal has to be: so Ctrl-C reaches it as well, and what we do when we are stopped is to see that it stops too.
 */
export const inOurPlace = ({ file, args, env }: Program): Effect.Effect<void, EndedWith | SandboxFailure> =>
  Effect.scoped(
    Effect.gen(function* () {
      const ended = yield* Deferred.make<number, SandboxFailure>()
      yield* Effect.acquireRelease(
        Effect.sync(() => {
          const spawned = spawn(process.execPath, [file, ...args], {
            env: { ...process.env, ...env },
            stdio: "inherit"
          })
          spawned.once("exit", (code, signal) =>
            Deferred.doneUnsafe(ended, Effect.succeed(code ?? (signal === "SIGINT" ? 130 : 143)))
          )
          spawned.once("error", (cause) =>
            Deferred.doneUnsafe(ended, Effect.fail(new SandboxFailure({ message: `${file} can't be started.`, cause })))
          )
          return spawned
        }),
        (spawned) =>
          Effect.suspend(() => {
            if (spawned.exitCode !== null || spawned.signalCode !== null) return Effect.void
            spawned.kill("SIGTERM")
            return Deferred.await(ended).pipe(
              Effect.timeoutOrElse({
                duration: graceMillis,
                orElse: () => Effect.sync(() => void spawned.kill("SIGKILL"))
              }),
              Effect.ignore
            )
          })
      )
      const code = yield* Deferred.await(ended)
      if (code !== 0) return yield* new EndedWith({ code })
    })
  )
