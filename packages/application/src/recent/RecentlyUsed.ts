/** Keeps the values that were used last, at most `capacity` of them, by key. */
export class RecentlyUsed<Key, Value> {
  readonly #values = new Map<Key, Value>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Counts as a use. */
  get(key: Key): Value | undefined {
    const value = this.#values.get(key)
    if (value === undefined) return undefined
    // A map lists its keys in the order in which they were set: the one that was used longest ago comes first.
    this.#values.delete(key)
    this.#values.set(key, value)
    return value
  }

  /** Removes the value that was used longest ago if there are too many. */
  set(key: Key, value: Value): void {
    this.#values.delete(key)
    this.#values.set(key, value)
    if (this.#values.size <= this.#capacity) return
    for (const oldest of this.#values.keys()) {
      this.#values.delete(oldest)
      return
    }
  }

  delete(key: Key): void {
    this.#values.delete(key)
  }

  get size(): number {
    return this.#values.size
  }
}
