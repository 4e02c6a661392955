import { makePace } from "../throttle/Pace.ts"

/** What several processes got out of one limit, from some moment on. */
export interface Outcome {
  readonly throttled: number
  readonly sent: number
  /** Requests that were taken, by process. */
  readonly taken: ReadonlyArray<number>
}

export interface Trial {
  readonly processes: number
  readonly most: number
  readonly windowMillis: number
  readonly forMillis: number
  /** Measured from here on. */
  readonly fromMillis: number
  /** When each process comes and goes; all of them from the beginning and for good unless said otherwise. */
  readonly present?: (process: number, at: number) => boolean
  /** Between 0 and 1, anew with each call. */
  readonly random: () => number
}

/**
 * Processes that always have something to send, each at its own pace, against a service that counts sliding windows and
 * refused requests as well, as Microsoft Graph does. Requests take a while, some longer than others.
 */
export const shareLimit = (trial: Trial): Outcome => {
  const { processes, most, windowMillis, random } = trial
  const paces = Array.from({ length: processes }, () => makePace(most, windowMillis))
  const taken = Array.from({ length: processes }, () => 0)
  let [throttled, sent] = [0, 0]
  let log: ReadonlyArray<number> = []
  /** What happens next: a process takes a turn, or a request arrives. */
  const agenda: Array<{ readonly at: number; readonly process: number; readonly arrives: boolean }> = []
  const plan = (at: number, process: number, arrives: boolean): void => {
    const index = agenda.findIndex((other) => other.at > at)
    agenda.splice(index < 0 ? agenda.length : index, 0, { at, process, arrives })
  }
  paces.forEach((_, process) => plan(random() * windowMillis, process, false))
  for (let event = agenda.shift(); event !== undefined && event.at < trial.forMillis; event = agenda.shift()) {
    const { at, process, arrives } = event
    const pace = paces[process]
    if (pace === undefined) break
    if (!arrives) {
      if (trial.present?.(process, at) === false) plan(at + windowMillis, process, false)
      else {
        const wait = pace.wait(at)
        if (wait === 0) {
          pace.sent(1, at)
          plan(at + random() * 0.2 * windowMillis, process, true)
        }
        plan(at + pace.wait(at), process, false)
      }
      continue
    }
    log = [...log.filter((other) => other > at - windowMillis), at]
    const counts = at >= trial.fromMillis
    if (counts) sent += 1
    if (log.length > most) {
      if (counts) throttled += 1
      pace.throttled(at, (log[log.length - most] ?? at) + windowMillis - at)
    } else {
      if (counts) taken[process] = (taken[process] ?? 0) + 1
      pace.answered(1)
    }
  }
  return { throttled, sent, taken }
}
