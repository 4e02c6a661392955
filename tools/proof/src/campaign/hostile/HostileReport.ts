/** What one attack did to those who had nothing to do with it. Times in milliseconds. */
export interface AttackResult {
  readonly attack: string
  /** Callers who attacked together. */
  readonly callers: number
  /** Connections that the attack opened. */
  readonly opened: number
  /** What the attackers were answered, by status. */
  readonly answers: Readonly<Record<string, number>>
  /** Requests of others meanwhile. */
  readonly requests: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Requests of others that weren't answered as they are without an attack. */
  readonly shutOut: number
}

export interface HostileReport {
  /** Attacks that were made. */
  readonly attacks: number
  /** The largest of all attacks. */
  readonly othersP99Ms: number
  /** In all attacks together. */
  readonly shutOut: number
  readonly results: ReadonlyArray<AttackResult>
  /** The first requests of others that were refused or lost, in words. */
  readonly findings: ReadonlyArray<string>
}

export const reportOf = (results: ReadonlyArray<AttackResult>, findings: ReadonlyArray<string>): HostileReport => ({
  attacks: results.length,
  othersP99Ms: Math.max(0, ...results.map(({ p99Ms }) => p99Ms)),
  shutOut: results.reduce((sum, { shutOut }) => sum + shutOut, 0),
  results,
  findings
})

/** Of times in any order. */
export const percentile = (times: ReadonlyArray<number>, part: number): number =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * part) - 1] ?? 0

/** What was claimed and isn't true, in words, on a machine of any speed. */
export const brokenClaims = ({ results, findings }: HostileReport): ReadonlyArray<string> => [
  ...(results.length > 0 ? [] : ["nothing was attacked"]),
  ...results.flatMap(({ attack, callers, opened, requests, shutOut }) => [
    ...(opened > 0 ? [] : [`${attack}: no connection was opened`]),
    ...(requests > 0 ? [] : [`${attack}: nobody else asked for anything`]),
    ...(shutOut === 0 ? [] : [`${attack} by ${callers}: others were refused ${shutOut} of ${requests} times`])
  ]),
  ...findings
]

/** Milliseconds. */
const promptly = 1_000

/** What else is claimed on a machine that does nothing else. */
export const brokenByTime = ({ results }: HostileReport): ReadonlyArray<string> =>
  results
    .filter(({ p99Ms }) => p99Ms > promptly)
    .map(({ attack, callers, p99Ms }) => `${attack} by ${callers}: others waited ${p99Ms} ms (99th percentile)`)
