/** What the campaign found. */
export interface MergesReport {
  /** Merges by Microsoft Defender, of incidents with a team and without. */
  readonly merges: number
  /** Archives that were begun while an incident was open that the team served. */
  readonly archivedWhileOpen: number
  /** Incidents that two live teams served for certain at the same time. */
  readonly servedTwice: number
  /** People of a merged incident's team who aren't in the team of the incident that continues. */
  readonly lostPeople: number
  /** Merged incidents with a team for which nobody knows the incident that continues. */
  readonly unresolved: number
  /** Of these: merged in a circle, so that a person has to decide. */
  readonly circular: number
  /** Teams whose history doesn't lead to what is stored. */
  readonly inconsistent: number
  /** Teams that hadn't come to rest when the campaign gave up. */
  readonly restless: number
  /** Who is lost, and which teams are restless. */
  readonly findings: ReadonlyArray<string>
}

/** What was claimed and isn't so, in words. */
export const brokenClaims = (report: MergesReport): ReadonlyArray<string> => [
  ...(report.merges > 0 ? [] : ["no incident was merged"]),
  ...(report.archivedWhileOpen === 0 ? [] : [`${report.archivedWhileOpen} teams were archived with an open incident`]),
  ...(report.servedTwice === 0 ? [] : [`${report.servedTwice} incidents were served by two teams`]),
  ...(report.lostPeople === 0 ? [] : [`${report.lostPeople} people lost sight of their incident`]),
  ...(report.unresolved === report.circular
    ? []
    : [`${report.unresolved} merges are unresolved, of which ${report.circular} are circular`]),
  ...(report.inconsistent === 0 ? [] : [`${report.inconsistent} histories don't lead to what is stored`]),
  ...(report.restless === 0 ? [] : [`${report.restless} teams didn't come to rest`]),
  ...report.findings
]
