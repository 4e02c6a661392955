import { Clock, Context, type Duration, Effect } from "effect"

const real = Context.get(Context.empty(), Clock.Clock)

/** The real clock, but time can be skipped: what became due meanwhile is due at once. Sleeping takes real time. */
export class JumpingClock implements Clock.Clock {
  #skipped = 0

  /** Milliseconds. */
  skip(millis: number): void {
    this.#skipped += Math.max(0, Math.ceil(millis))
  }

  get now(): number {
    return this.currentTimeMillisUnsafe()
  }

  currentTimeMillisUnsafe(): number {
    return real.currentTimeMillisUnsafe() + this.#skipped
  }
  readonly currentTimeMillis = Effect.sync(() => this.currentTimeMillisUnsafe())

  currentTimeNanosUnsafe(): bigint {
    return real.currentTimeNanosUnsafe() + BigInt(this.#skipped) * 1_000_000n
  }
  readonly currentTimeNanos = Effect.sync(() => this.currentTimeNanosUnsafe())

  monotonicTimeNanosUnsafe(): bigint {
    return real.monotonicTimeNanosUnsafe() + BigInt(this.#skipped) * 1_000_000n
  }
  readonly monotonicTimeNanos = Effect.sync(() => this.monotonicTimeNanosUnsafe())

  sleep(duration: Duration.Duration): Effect.Effect<void> {
    return real.sleep(duration)
  }
}
