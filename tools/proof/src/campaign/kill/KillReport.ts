/** What the campaign found. Everything after `acknowledged` must be 0. */
export interface KillReport {
  readonly kills: number
  /** Changes that were answered with yes. */
  readonly acknowledged: number
  /** Acknowledged, and not so in the end. */
  readonly lost: number
  /** Teams beyond one for an incident, and groups without a team. */
  readonly duplicates: number
  /** Teams that aren't as their incident says. */
  readonly wrongState: number
  /** In words, and answers that nobody should get. */
  readonly findings: ReadonlyArray<string>
}

/** What was claimed and isn't so, in words. */
export const brokenClaims = ({
  kills,
  acknowledged,
  lost,
  duplicates,
  wrongState,
  findings
}: KillReport): ReadonlyArray<string> => [
  ...(kills > 0 && acknowledged > 0 ? [] : [`${kills} kills and ${acknowledged} acknowledged changes prove nothing`]),
  ...(lost === 0 ? [] : [`${lost} acknowledged changes were lost`]),
  ...(duplicates === 0 ? [] : [`${duplicates} teams or groups are there beyond one for an incident`]),
  ...(wrongState === 0 ? [] : [`${wrongState} teams aren't as their incident says`]),
  ...findings
]
