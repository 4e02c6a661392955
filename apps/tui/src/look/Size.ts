/** Cells of a terminal, or of a part of it. */
export interface Size {
  readonly columns: number
  readonly rows: number
}
