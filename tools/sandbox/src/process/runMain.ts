import { Cause, type Effect, Exit, Runtime } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import { EndedWith } from "./EndedWith.ts"

const describeCause = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof SandboxFailure ? error.message : Cause.pretty(cause)
}

/**
 * Runs `main` as this process. SIGINT, SIGTERM and SIGHUP interrupt it, so that it stops what it started; a second one
 * ends this process at once, and what it started notices. A failure is reported on stderr and exits with 1; where a program
 * was run in our place, its exit code is ours.
 *
 * @param interrupted The exit code after a signal: 0 where being stopped is how it ends well.
 */
export const runMain = <E>(main: Effect.Effect<void, E>, { interrupted }: { readonly interrupted: number }): void =>
  run(main, {
    disableErrorReporting: true,
    teardown: (exit, onExit) => {
      if (Exit.isSuccess(exit)) return onExit(0)
      if (Cause.hasInterruptsOnly(exit.cause)) return onExit(interrupted)
      const error = Cause.squash(exit.cause)
      if (error instanceof EndedWith) return onExit(error.code)
      console.error(describeCause(exit.cause))
      onExit(1)
    }
  })

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const

const run = Runtime.makeRunMain(({ fiber, teardown }) => {
  let stopping = false
  const stop = () => {
    if (stopping) process.exit(130)
    stopping = true
    fiber.interruptUnsafe(fiber.id)
  }
  for (const signal of signals) process.on(signal, stop)
  fiber.addObserver((exit) => {
    for (const signal of signals) process.off(signal, stop)
    teardown(exit, (code) => {
      // What was written before has got there when this is called; on Windows a pipe takes its time.
      process.stdout.write("", () => process.exit(code))
    })
  })
})
