/** What one holder may take: this part of what all others leave, and at least one. */
const part = 8

/**
 * A limited number of places, or bytes, of which nobody gets so many that nothing is left for others: the next holder
 * finds seven eighths of what was free before. Forty holders who take all they can leave some of 500 places free.
 */
export class Shares {
  readonly limit: number
  readonly #heldBy = new Map<string, number>()
  #held = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Of all holders together. */
  get held(): number {
    return this.#held
  }

  heldBy(holder: string): number {
    return this.#heldBy.get(holder) ?? 0
  }

  /** Takes `count` more for a holder, or nothing and says what there is too little of: their own share, or all. */
  take(holder: string, count = 1): "taken" | "share used up" | "all used up" {
    if (this.#held + count > this.limit) return "all used up"
    const own = this.heldBy(holder)
    if (own + count > Math.ceil((this.limit - this.#held + own) / part)) return "share used up"
    this.#held += count
    this.#heldBy.set(holder, own + count)
    return "taken"
  }

  /** Returns what was taken. */
  give(holder: string, count = 1): void {
    const own = this.heldBy(holder) - count
    this.#held -= count
    if (own > 0) this.#heldBy.set(holder, own)
    else this.#heldBy.delete(holder)
  }
}
