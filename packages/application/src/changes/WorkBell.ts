import { Context, Effect, Layer, Option, Queue } from "effect"

/**
 * Rings when something was committed that may be due at once, so that a worker in the same process needn't wait for
 * its next round. Losing a ring loses time, never work: what is due is in the store.
 */
export class WorkBell extends Context.Service<
  WorkBell,
  {
    readonly ring: Effect.Effect<void>
    /** Waits for a ring, or `millis`. Rings that came while nobody waited count as one. */
    waitAtMost(millis: number): Effect.Effect<void>
  }
>()("@incident-teams/application/changes/WorkBell") {}

export const layer = Layer.effect(
  WorkBell,
  Effect.gen(function* () {
    const rings = yield* Queue.sliding<void>(1)
    return {
      ring: Effect.asVoid(Queue.offer(rings, undefined)),
      waitAtMost: (millis) =>
        Queue.take(rings).pipe(Effect.timeoutOption(millis), Effect.map(Option.getOrUndefined), Effect.asVoid)
    }
  })
)
