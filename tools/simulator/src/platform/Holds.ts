type Verdict = "continue" | "drop"

/** Requests that a hold keeps, until control releases them. */
export class Holds {
  readonly #held = new Map<string, Set<(verdict: Verdict) => void>>()
  readonly #watchers = new Set<() => void>()

  /** Waits for the release; `drop` means that the request is to end without answer (and effect, if not yet had). */
  hold(ruleId: string): Promise<Verdict> {
    return new Promise((resolve) => {
      const held = this.#held.get(ruleId) ?? new Set()
      held.add(resolve)
      this.#held.set(ruleId, held)
      for (const watcher of this.#watchers) watcher()
    })
  }

  held(ruleId: string): number {
    return this.#held.get(ruleId)?.size ?? 0
  }

  /** How many requests went on. */
  release(ruleId: string, verdict: Verdict): number {
    const held = [...(this.#held.get(ruleId) ?? [])]
    this.#held.delete(ruleId)
    for (const resolve of held) resolve(verdict)
    return held.length
  }

  dropAll(): void {
    for (const ruleId of this.#held.keys()) this.release(ruleId, "drop")
  }

  /** True once the rule holds a request, false when none came within `timeoutMillis` (real time). */
  async waitUntilHeld(ruleId: string, timeoutMillis: number): Promise<boolean> {
    if (this.held(ruleId) > 0) return true
    return new Promise((resolve) => {
      const end = (result: boolean) => {
        clearTimeout(timer)
        this.#watchers.delete(look)
        resolve(result)
      }
      const look = () => {
        if (this.held(ruleId) > 0) end(true)
      }
      const timer = setTimeout(() => end(false), timeoutMillis)
      this.#watchers.add(look)
    })
  }
}
