import type { CellReport } from "./Cell.ts"

/** What the whole campaign found. `failures` are the cells that aren't as claimed, with why. */
export interface FaultReport {
  readonly cells: number
  readonly converged: number
  readonly duplicates: number
  readonly orphans: number
  readonly falseAudits: number
  readonly failures: ReadonlyArray<CellReport>
}

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, one) => total + one, 0)

export const reportOf = (cells: ReadonlyArray<CellReport>): FaultReport => ({
  cells: cells.length,
  converged: cells.filter(({ converged }) => converged).length,
  duplicates: sum(cells.map(({ teams, requested }) => Math.max(0, teams - requested))),
  orphans: sum(cells.map(({ orphans }) => orphans)),
  falseAudits: sum(cells.map(({ falseAudits }) => falseAudits.length)),
  failures: cells.filter(
    ({ failure, teams, requested, orphans }) => failure !== undefined || teams !== requested || orphans > 0
  )
})

/** What was claimed and isn't so, in words. */
export const brokenClaims = ({
  cells,
  converged,
  duplicates,
  orphans,
  falseAudits,
  failures
}: FaultReport): ReadonlyArray<string> => [
  ...(cells > 0 ? [] : ["no cell was lived"]),
  ...(converged === cells ? [] : [`${cells - converged} lives didn't end as the incident says`]),
  ...(duplicates === 0 ? [] : [`${duplicates} teams are there beyond one for an incident`]),
  ...(orphans === 0 ? [] : [`${orphans} groups have no team`]),
  ...(falseAudits === 0 ? [] : [`${falseAudits} entries say what the platform didn't show`]),
  ...(failures.length === 0 ? [] : [`${failures.length} cells aren't as claimed`])
]
