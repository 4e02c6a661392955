import { Clock, Context, Effect, Layer, Option } from "effect"

/** Shows that this process's worker is still running. */
export class WorkerHeartbeat extends Context.Service<
  WorkerHeartbeat,
  {
    /** The worker completed another round. */
    readonly beat: Effect.Effect<void>
    /** Milliseconds since it last did; none where no worker works here. */
    readonly silence: Effect.Effect<Option.Option<number>>
  }
>()("@incident-teams/application/monitoring/WorkerHeartbeat") {}

export const layer = Layer.sync(WorkerHeartbeat, () => {
  let last: number | undefined
  return {
    beat: Effect.map(Clock.currentTimeMillis, (now) => {
      last = now
    }),
    silence: Effect.map(Clock.currentTimeMillis, (now) =>
      Option.fromUndefinedOr(last === undefined ? undefined : now - last)
    )
  }
})
