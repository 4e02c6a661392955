/**
 * How many requests are worked on at a time. A request over the limit is refused at once with the time of a retry,
 * so that those inside are answered in time instead of all of them late. A stream of live events counts until it
 * begins.
 */
export class Admission {
  readonly limit: number
  #inside = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Undefined where there is no room: nothing was done. `work` doesn't throw. */
  admit<A>(work: () => Promise<A>): Promise<A> | undefined {
    if (this.#inside >= this.limit) return undefined
    this.#inside += 1
    return work().finally(() => {
      this.#inside -= 1
    })
  }
}
