import { Clock, Effect, Stream } from "effect"

/** Milliseconds; Node's timers go no further than 24 days. */
const longestSleep = 24 * 60 * 60 * 1_000

/** A reader, and until when they may read; milliseconds since 1970. */
export interface Expiring {
  readonly expiresAt: number
}

/** Waits until the right to read ends. */
export const expiry = ({ expiresAt }: Expiring): Effect.Effect<void> =>
  Effect.flatMap(Clock.currentTimeMillis, (at) => Effect.sleep(Math.min(Math.max(expiresAt - at, 0), longestSleep)))

/** Ends a stream with the right to read it. */
export const untilExpiry =
  (expiring: Expiring) =>
  <A, E, R>(stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
    Stream.interruptWhen(stream, expiry(expiring))
