import type { StepCall } from "./steps.ts"
import type { Trouble } from "./Trouble.ts"

/** What arrives at the moment that it goes wrong. */
export type Meanwhile = "none" | "close" | "reopen"
export const meanwhiles: ReadonlyArray<Meanwhile> = ["none", "close", "reopen"]

export interface Cell {
  readonly step: StepCall
  readonly trouble: Trouble
  readonly meanwhile: Meanwhile
}

export interface CellReport {
  readonly step: string
  readonly surface: StepCall["surface"]
  readonly trouble: string
  readonly meanwhile: Meanwhile
  /** How often it did go wrong; 0: the cell proves nothing. */
  readonly applied: number
  /** In the end team and platform are as the incident says, without anybody's help but a retry of what was blocked. */
  readonly converged: boolean
  /** Whether a person had to retry. */
  readonly retried: boolean
  /** Teams that were requested, and those that the platform has. */
  readonly requested: number
  readonly teams: number
  readonly orphans: number
  readonly falseAudits: ReadonlyArray<string>
  /** Of Graph, by the whole life. */
  readonly calls: number
  /** Why it failed; absent where it didn't. */
  readonly failure?: string
}
