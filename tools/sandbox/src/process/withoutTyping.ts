import { Console, Effect } from "effect"

const interrupt = "\u0003"

/**
 * Prepares something that is going to use the terminal. What is typed meanwhile is neither echoed nor kept; Ctrl-C still
 * stops. The terminal stays raw until this process ends, which restores it: what comes next sets it as it needs it.
 */
export const withoutTyping = <A, E, R>(prepare: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.tap(
      Effect.sync(() => {
        const { stdin } = process
        const drop = (typed: Buffer): void => {
          if (typed.includes(interrupt)) process.kill(process.pid, "SIGINT")
        }
        stdin.setRawMode(true)
        stdin.on("data", drop)
        // It was paused if a question was asked before.
        stdin.resume()
        return () => {
          stdin.off("data", drop)
          stdin.pause()
        }
      }),
      () => Console.error("Preparing the console. What you type before it appears is ignored.")
    ),
    () => prepare,
    (stop) => Effect.sync(stop)
  )
