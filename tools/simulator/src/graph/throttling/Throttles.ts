import type { Clock } from "../../Clock.ts"

interface Log {
  /** Arrival times, ascending, with what each cost. */
  readonly entries: Array<{ readonly at: number; readonly cost: number }>
  sum: number
}

/** A limit: `most` (requests or units) within `windowMillis` of platform time, for what `key` names. */
export interface Limit {
  readonly key: string
  readonly most: number
  readonly windowMillis: number
  /** Default 1. */
  readonly cost?: number
}

/**
 * Sliding windows. Refused requests count too (Graph: "all requests, also rejected ones, count"), so a client that
 * goes on without waiting stays refused.
 */
export class Throttles {
  readonly #clock: Clock
  readonly #logs = new Map<string, Log>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Counts a request against all limits. Undefined when it is within them; otherwise the limit it broke and after how
   * many REAL milliseconds there is room again (windows are divided by the time scale, so this is often a fraction of
   * a second).
   */
  take(limits: ReadonlyArray<Limit>): { readonly limit: Limit; readonly waitMillis: number } | undefined {
    const now = this.#clock.now()
    let broken: { limit: Limit; waitMillis: number } | undefined
    for (const limit of limits) {
      const window = this.#clock.real(limit.windowMillis)
      const cost = limit.cost ?? 1
      const log = this.#log(limit.key)
      this.#expire(log, now - window)
      log.entries.push({ at: now, cost })
      log.sum += cost
      if (log.sum > limit.most) {
        const waitMillis = this.#roomAt(log, limit.most - cost) + window - now
        if (!broken || waitMillis > broken.waitMillis) broken = { limit, waitMillis }
      }
    }
    return broken
  }

  /** Share of the limit that is used, as x-ms-throttle-limit-percentage tells it. */
  share(limit: Limit): number {
    return (this.#logs.get(limit.key)?.sum ?? 0) / limit.most
  }

  reset(): void {
    this.#logs.clear()
  }

  #log(key: string): Log {
    const log = this.#logs.get(key) ?? { entries: [], sum: 0 }
    this.#logs.set(key, log)
    return log
  }

  #expire(log: Log, before: number): void {
    let expired = 0
    while (expired < log.entries.length && (log.entries[expired]?.at ?? 0) <= before) {
      log.sum -= log.entries[expired]?.cost ?? 0
      expired += 1
    }
    log.entries.splice(0, expired)
  }

  /** When the entry leaves after whose leaving no more than `room` is used. */
  #roomAt(log: Log, room: number): number {
    let rest = log.sum
    for (const { at, cost } of log.entries) {
      rest -= cost
      if (rest <= room) return at
    }
    return log.entries.at(-1)?.at ?? 0
  }
}
