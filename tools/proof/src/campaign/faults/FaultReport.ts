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
  duplicates: sum(cells.map(({ teams }) => Math.max(0, teams - 1))),
  orphans: sum(cells.map(({ orphans }) => orphans)),
  falseAudits: sum(cells.map(({ falseAudits }) => falseAudits.length)),
  failures: cells.filter(({ failure, teams, orphans }) => failure !== undefined || teams !== 1 || orphans > 0)
})

/** Whether everything is as claimed. */
export const holds = ({ cells, converged, duplicates, orphans, falseAudits, failures }: FaultReport): boolean =>
  cells > 0 && converged === cells && duplicates === 0 && orphans === 0 && falseAudits === 0 && failures.length === 0
