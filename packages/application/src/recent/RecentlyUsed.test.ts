import * as fc from "fast-check"
import { expect, it } from "vitest"
import { RecentlyUsed } from "./RecentlyUsed.ts"

/** The same as a list, the key that was used last at its end. */
class Model {
  entries: ReadonlyArray<readonly [key: string, value: number]> = []
  readonly #capacity: number
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): number | undefined {
    const value = this.entries.find(([name]) => name === key)?.[1]
    if (value !== undefined) this.set(key, value)
    return value
  }

  set(key: string, value: number): void {
    this.delete(key)
    this.entries = [...this.entries, [key, value] as const].slice(-this.#capacity)
  }

  delete(key: string): void {
    this.entries = this.entries.filter(([name]) => name !== key)
  }
}

it("always keeps the values that were used last, and no more than it may", () => {
  const key = fc.constantFrom("a", "b", "c", "d")
  const use = fc.oneof(
    fc.record({ does: fc.constant("get" as const), key }),
    fc.record({ does: fc.constant("delete" as const), key }),
    fc.record({ does: fc.constant("set" as const), key, value: fc.integer() })
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), fc.array(use), (capacity, uses) => {
      const [recent, model] = [new RecentlyUsed<string, number>(capacity), new Model(capacity)]
      for (const one of uses) {
        if (one.does === "set") for (const kept of [recent, model]) kept.set(one.key, one.value)
        else if (one.does === "delete") for (const kept of [recent, model]) kept.delete(one.key)
        else expect(recent.get(one.key)).toBe(model.get(one.key))
        expect(recent.size).toBe(model.entries.length)
      }
    })
  )
})
