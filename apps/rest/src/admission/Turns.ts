import { Effect } from "effect"

/** Requests of one caller that begin within one turn of the event loop. */
const perTurn = 4

/**
 * The order in which requests begin: within one turn of the event loop a few of each caller's, the others in the next turns.
 * Whatever is ready in one turn is worked through before anything else is read, and only one new connection is accepted: if
 * everything that a crowd sent began at once, the next caller would wait for all of it, and for each connection of the crowd.
 */
export class Turns {
  readonly #begun = new Map<string, number>()
  readonly #waiting = new Map<string, Array<() => void>>()

  /** Succeeds when a request of this caller may begin: at once, unless others of theirs began in the same turn. */
  take(caller: string): Effect.Effect<void> {
    return Effect.suspend(() => {
      const begun = this.#begun.get(caller) ?? 0
      if (begun === perTurn) return this.#wait(caller)
      this.#count(caller, begun + 1)
      return Effect.void
    })
  }

  #count(caller: string, begun: number): void {
    if (this.#begun.size === 0) setImmediate(() => this.#next())
    this.#begun.set(caller, begun)
  }

  #wait(caller: string): Effect.Effect<void> {
    return Effect.callback((resume) => {
      const waiting = this.#waiting.get(caller) ?? []
      waiting.push(() => resume(Effect.void))
      this.#waiting.set(caller, waiting)
    })
  }

  #next(): void {
    this.#begun.clear()
    const next = [...this.#waiting].flatMap(([caller, waiting]) => {
      const first = waiting.splice(0, perTurn)
      if (waiting.length === 0) this.#waiting.delete(caller)
      this.#count(caller, first.length)
      return first
    })
    for (const begin of next) begin()
  }
}
