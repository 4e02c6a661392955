import { setTimeout as sleep } from "node:timers/promises"
import type { Schedule } from "@incident-teams/application/ports/TeamStore"
import type { JumpingClock } from "../faults/JumpingClock.ts"

/** In so many jumps, at most, a span passes; in each, what became due is done. */
const jumps = 12

/** Milliseconds of the platform's time. What failed is retried within it, unless it is tried once a day only. */
const longestRetry = 10 * 60_000
/** So much is skipped where something that is due isn't done. */
const shortestSkip = 60_000
/** Within it everything that is done once a day is done, however late within its jitter. */
const day = 26 * 60 * 60_000

/** Milliseconds of the installation (`elapsed`): four sweeps, so that feed and platform had time for what is under way. */
const longEnough = 2_000
/** The same: what is retried again and again without a pause isn't waited for any longer. */
const longestWork = 25_000

export interface Passing {
  readonly clock: JumpingClock
  /** How many times as fast the platform's time runs. */
  readonly scale: number
  /** Of the installation. */
  readonly elapsed: () => number
  readonly schedules: () => Promise<ReadonlyArray<Schedule>>
  /** Whether nothing that is due can be done. */
  readonly isStuck: () => boolean
  /** Milliseconds between two looks. Default: 10. */
  readonly lookEvery?: number
}

/** Skips the platform's time from one thing that is due to the next, each of which is done before time goes on. */
export class PassingTime {
  readonly #parts: Passing

  constructor(parts: Passing) {
    this.#parts = parts
  }

  /** Lets so much of the platform's time pass: everything that becomes due meanwhile is done, though not as often. */
  async pass(platformMillis: number): Promise<void> {
    const { clock, scale } = this.#parts
    const length = platformMillis / scale
    const end = clock.now + length
    while (clock.now < end) {
      const due = await this.#idleUntil()
      clock.skip(Math.min(Math.max(due - clock.now, length / jumps), end - clock.now))
    }
    await this.#idleUntil()
  }

  /**
   * Whether something becomes so within a day of the platform's time: retries come without pauses, the rest once all is
   * quiet. The day is what is skipped: what the machine takes for the work in it doesn't shorten it.
   */
  async within(isSo: () => Promise<boolean>): Promise<boolean> {
    const { clock, scale, elapsed } = this.#parts
    let left = day / scale
    let since = elapsed()
    while (!(await isSo())) {
      await this.#look()
      const due = await this.#idleUntil()
      const isRetry = due - clock.now <= longestRetry / scale
      if (!isRetry && elapsed() - since < longEnough) continue
      if (left <= 0) return isSo()
      const skipped = Math.min(Math.max(due - clock.now, shortestSkip / scale), left)
      clock.skip(skipped)
      left -= skipped
      since = elapsed()
    }
    return true
  }

  /** Waits until nothing is under way and nothing is due; answers with when something is. */
  async #idleUntil(): Promise<number> {
    const { clock, elapsed, schedules, isStuck } = this.#parts
    const end = elapsed() + longestWork
    for (;;) {
      const all = await schedules()
      const due = Math.min(...all.map(({ dueAt }) => dueAt ?? Number.POSITIVE_INFINITY))
      const isFree = all.every(({ lease }) => lease === undefined || lease.until <= clock.now)
      if ((isFree && due > clock.now) || elapsed() > end || isStuck()) return due
      await this.#look()
    }
  }

  #look(): Promise<void> {
    return sleep(this.#parts.lookEvery ?? 10)
  }
}
