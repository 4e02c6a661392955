/** What the campaign measured. Times in milliseconds, memory (resident) in MiB. */
export interface LoadReport {
  readonly requests: number
  /** Broken connections, time-outs, and answers that no caller should get. */
  readonly errors: number
  /** 503 or 429 that said when to come again. */
  readonly refusedWithRetryAfter: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Once it has warmed up: the median of the second fifth of the time. */
  readonly rssStartMiB: number
  /** The median of the last fifth. */
  readonly rssEndMiB: number
  /** The first errors, in words. */
  readonly findings: ReadonlyArray<string>
}

/** What the runtime takes for itself while it warms up, in MiB; beyond that something is kept. */
const growsByAtMost = 120

/** What was claimed and isn't so, in words. */
export const brokenClaims = ({
  requests,
  errors,
  refusedWithRetryAfter,
  rssStartMiB,
  rssEndMiB,
  findings
}: LoadReport): ReadonlyArray<string> => [
  ...(requests > 0 ? [] : ["nothing was asked"]),
  ...(errors === 0 ? [] : [`${errors} requests ended as none should`]),
  ...(refusedWithRetryAfter > 0
    ? []
    : ["nobody was asked to come again: it was no saturation, or everybody had to wait"]),
  ...(rssEndMiB <= rssStartMiB + growsByAtMost ? [] : [`memory grew from ${rssStartMiB} to ${rssEndMiB} MiB`]),
  ...findings
]
