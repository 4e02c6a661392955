import { existsSync } from "node:fs"
import { residentMiB } from "./residentMiB.ts"

const everyMillis = 25

/** Resident memory of a process over some time. */
export class Resident {
  readonly #seen: Array<number> = []
  readonly #timer: NodeJS.Timeout

  constructor(pid: number) {
    this.#timer = setInterval(() => {
      // Of one that died there is nothing to be read; the requests tell.
      if (existsSync(`/proc/${pid}`)) this.#seen.push(residentMiB(pid))
    }, everyMillis)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** The median of a fifth of that time in MiB, of the first one (0) to the last (4). */
  medianOfFifth(fifth: number): number {
    const length = this.#seen.length / 5
    const part = this.#seen.slice(Math.floor(fifth * length), Math.ceil((fifth + 1) * length))
    return part.toSorted((one, other) => one - other)[Math.floor(part.length / 2)] ?? 0
  }
}
