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

export const holds = ({ kills, acknowledged, lost, duplicates, wrongState, findings }: KillReport): boolean =>
  kills > 0 && acknowledged > 0 && lost === 0 && duplicates === 0 && wrongState === 0 && findings.length === 0
