/**
 * What was looked at in this turn of the event loop. Asking SQLite takes two calls of the system, and a busy server is
 * asked for one team many times in a turn; one look is good for all of them. What this process writes is seen at once,
 * what another one writes a turn later at the latest.
 */
export class ThisTurn {
  readonly #seen = new Set<string>()

  has(id: string): boolean {
    return this.#seen.has(id)
  }

  add(id: string): void {
    if (this.#seen.size === 0) setImmediate(() => this.end())
    this.#seen.add(id)
  }

  /** Something was written. */
  end(): void {
    this.#seen.clear()
  }
}

const turns = new Map<string, ThisTurn>()

/** The one that all connections of this process to a file share. */
export const turnOn = (file: string): ThisTurn => {
  const turn = turns.get(file) ?? new ThisTurn()
  turns.set(file, turn)
  return turn
}
