import { Effect, References } from "effect"

/**
 * A span around what is done for every request, where traces are kept, and otherwise nothing: `Effect.fn` notes the stack
 * for each call, which takes longer than what is done. For `Effect.fnUntraced`.
 */
export const inSpan =
  (name: string) =>
  <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.withFiber((fiber) => (fiber.getRef(References.TracerEnabled) ? Effect.withSpan(work, name) : work))
