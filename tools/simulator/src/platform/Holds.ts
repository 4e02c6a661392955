type Verdict = "continue" | "drop"

/** Requests that hold faults keep until the control API releases them. */
export class Holds {
  readonly #held = new Map<string, Set<(verdict: Verdict) => void>>()
  readonly #watchers = new Set<() => void>()

  /** Waits for the release. `drop`: the request ends without an answer (and without its effect, if still pending). */
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

  /** Releases the held requests of a rule and returns their number. */
  release(ruleId: string, verdict: Verdict): number {
    const held = [...(this.#held.get(ruleId) ?? [])]
    this.#held.delete(ruleId)
    for (const resolve of held) resolve(verdict)
    return held.length
  }

  dropAll(): void {
    for (const ruleId of this.#held.keys()) this.release(ruleId, "drop")
  }

  /** Resolves to true once the rule holds a request, to false after `timeoutMillis` (real time). */
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
