/**
 * What something may be, as far as its caller can know: an acknowledged change leaves one value, one whose
 * answer never came leaves the new one beside those before.
 */
export class Possible<A> {
  #values: Set<A>

  constructor(value: A) {
    this.#values = new Set([value])
  }

  acknowledged(value: A): void {
    this.#values = new Set([value])
  }

  unanswered(value: A): void {
    this.#values.add(value)
  }

  allows(value: A): boolean {
    return this.#values.has(value)
  }

  /** Where there is no doubt. */
  get certain(): A | undefined {
    const [value, ...others] = this.#values
    return others.length === 0 ? value : undefined
  }

  toString(): string {
    return [...this.#values].map(String).join(" or ")
  }
}
