import { Effect } from "effect"
import type { Refusal } from "./Admission.ts"

/** Milliseconds between two lines about the same reason. */
const quietMillis = 60_000

const inWords: Readonly<Record<Refusal, string>> = {
  unauthenticated: "Requests without a valid token were refused",
  rate: "Requests over a rate limit were refused",
  "caller-busy": "Requests of a caller with too many requests at the same time were refused",
  "server-busy": "Requests were refused because the server is busy"
}

interface Noted {
  /** When the last line was logged; milliseconds. */
  readonly loggedAt: number
  /** Refusals since then. */
  readonly since: number
}

/**
 * A refused request costs its sender nothing, so it doesn't get a line of its own: the first one is logged at once, then one
 * line a minute says how many there were. At the level Debug each one is logged.
 */
export class RefusalLog {
  readonly #noted = new Map<Refusal, Noted>()

  /** `at`: milliseconds since 1970. `about`: what the line says of this refusal. */
  note(why: Refusal, at: number, about: Readonly<Record<string, string>>): Effect.Effect<void> {
    const before = this.#noted.get(why)
    if (before !== undefined && at < before.loggedAt + quietMillis) {
      this.#noted.set(why, { ...before, since: before.since + 1 })
      return Effect.annotateLogs(Effect.logDebug("Request refused"), { ...about, reason: why })
    }
    this.#noted.set(why, { loggedAt: at, since: 0 })
    const line = why === "server-busy" ? Effect.logWarning(inWords[why]) : Effect.logInfo(inWords[why])
    // This one included.
    return Effect.annotateLogs(line, { ...about, count: (before?.since ?? 0) + 1 })
  }
}
