import type { Line } from "../../look/Line.ts"

/** What a section shows. */
export interface SectionView {
  /** Stands still above what moves. */
  readonly head: ReadonlyArray<Line>
  readonly rows: ReadonlyArray<Line>
  /** A cursor moves from row to row; otherwise the rows are a text that scrolls. */
  readonly list: boolean
}

export const text = (rows: ReadonlyArray<Line>): SectionView => ({ head: [], rows, list: false })
