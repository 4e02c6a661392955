/** Keeps what was used last, at most `most` of it, by key. */
export class RecentlyUsed<A> {
  readonly #kept = new Map<string, A>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  /** What is kept under `key`, or else what `make` makes, which is kept from now on. */
  get(key: string, make: () => A): A {
    const known = this.#kept.get(key)
    const value = known ?? make()
    // A map lists its keys in the order of their setting: the one used longest ago comes first.
    this.#kept.delete(key)
    this.#kept.set(key, value)
    if (this.#kept.size > this.#most) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest)
        break
      }
    }
    return value
  }

  get size(): number {
    return this.#kept.size
  }
}
