/** What the campaign found. */
export interface WorkersReport {
  /** Teams that were asked for before any worker worked. */
  readonly due: number
  /** Of these: in place on the platform, and their history leads to what is stored. */
  readonly completed: number
  readonly lost: number
  /** Teams of which something was done, or told as done, twice, and groups without a team. */
  readonly duplicated: number
  /** Writes that the platform took more than once, which changes nothing. */
  readonly repeatedCalls: number
  /** Outcomes that the frozen worker reported when others had its teams, and that weren't accepted. */
  readonly staleRefused: number
  /** Outcomes that it reported then, and that were accepted. */
  readonly staleAccepted: number
  /** Of all calls of Graph since the workers' first 30 seconds of platform time, those that were answered 429. */
  readonly share429: number
}

/** What was claimed and isn't so, in words. */
export const brokenClaims = ({
  due,
  completed,
  lost,
  duplicated,
  staleRefused,
  staleAccepted,
  share429
}: WorkersReport): ReadonlyArray<string> => [
  ...(due > 0 && completed === due ? [] : [`${completed} of ${due} due teams were completed`]),
  ...(lost === 0 ? [] : [`${lost} teams were lost`]),
  ...(duplicated === 0 ? [] : [`something was done twice for ${duplicated} teams`]),
  ...(staleRefused > 0 ? [] : ["nothing that the frozen worker reported was refused"]),
  ...(staleAccepted === 0 ? [] : [`${staleAccepted} outcomes that the frozen worker reported late were accepted`]),
  ...(share429 < 0.01 ? [] : [`${(100 * share429).toFixed(2)} % of the calls were throttled`])
]
