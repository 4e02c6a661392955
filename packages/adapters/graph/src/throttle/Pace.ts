/**
 * One process's share of a limit that holds for all processes together. Nobody tells it how many there are: it begins
 * with little, takes more as long as it is answered, and less when it is throttled. Requests are spaced rather than sent
 * in bursts, because several bursts together break a limit that their rates keep.
 *
 * The numbers below were found by trial (`paceTrials.test.ts`): up to some sixteen processes that always have something to send
 * use about three quarters of a limit, and fewer than one request in a hundred finds it.
 */
export interface Pace {
  /** Milliseconds until the next request may be sent. */
  wait(now: number): number
  /** How long `requests` of one unit take, in milliseconds, if nothing changes. */
  time(requests: number): number
  /** One that costs so much is sent now. */
  sent(cost: number, now: number): void
  /** One of this cost was answered, and not throttled. */
  answered(cost: number): void
  /** One was throttled, and is to be tried again after so many milliseconds. */
  throttled(now: number, afterMillis: number): void
}

/** The first share of a new process, and of one that comes back: that of the others may have grown meanwhile. */
const first = 1 / 4
/** A process that could have sent for so many windows and didn't has come back. */
const idleWindows = 10
/** Until the limit was found for the first time, an answer adds so much of its cost. */
const growthAtFirst = 1 / 4
/**
 * Afterward it adds so much of the share and of the limit: the former keeps the number of throttled requests independent
 * of how many processes there are, the latter lets a small share catch up with a large one.
 */
const growthOfShare = 1 / 1_000
const growthOfLimit = 1 / 8_000
/** What is left of a share when the limit was found ... */
const retreat = 0.6
/** ... once in so many windows, as those that follow close on it met the same limit. */
const retreatEvery = 3
/** It always goes on a little, or nobody would learn that there is room again. */
const least = 1 / 64

/** `windowMillis`: real milliseconds. */
export const makePace = (most: number, windowMillis: number): Pace => {
  /** What may be sent in a window. */
  let share = most * first
  let found = false
  /**
   * When the next one may be sent. What is sent a little late, as timers and a busy process are, doesn't delay those after
   * it; a turn that was missed isn't made up for: that would be a burst.
   */
  let next = Number.NEGATIVE_INFINITY
  let retreatedAt = Number.NEGATIVE_INFINITY
  const spacing = () => windowMillis / share

  return {
    wait: (now) => Math.max(0, next - now),
    time: (requests) => requests * spacing(),
    sent: (cost, now) => {
      if (now - next > idleWindows * windowMillis) {
        share = Math.min(share, most * first)
        found = false
      }
      next = (now - next < spacing() ? next : now) + cost * spacing()
    },
    answered: (cost) => {
      const growth = found ? share * growthOfShare + most * growthOfLimit : growthAtFirst
      share = Math.min(most, share + cost * growth)
    },
    throttled: (now, afterMillis) => {
      next = Math.max(next, now + Math.min(afterMillis, windowMillis))
      if (now - retreatedAt < retreatEvery * windowMillis) return
      retreatedAt = now
      found = true
      share = Math.max(most * least, share * retreat)
    }
  }
}
