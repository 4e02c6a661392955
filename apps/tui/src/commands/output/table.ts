import { type Alignment, cellsOf, clean, fitted } from "../../look/cells.ts"

export interface Column<Row> {
  readonly title: string
  readonly align?: Alignment
  readonly cell: (row: Row) => string
  /** Gives way where the lines would be too long: for one column. */
  readonly shrinks?: boolean
  /** Where that isn't enough, columns go, the highest number first. Default 0: never. */
  readonly goes?: number
}

const gap = 2
/** Below that a column that gives way says nothing any more. */
const leastShrunk = 16

const titled = <Row>({ title, cell }: Column<Row>, rows: ReadonlyArray<Row>): ReadonlyArray<string> => [
  title,
  ...rows.map((row) => clean(cell(row)))
]

interface Measured {
  readonly texts: ReadonlyArray<string>
  readonly width: number
  readonly align: Alignment
  readonly shrinks: boolean
  readonly goes: number
}

const widthOf = (columns: ReadonlyArray<Measured>): number =>
  columns.reduce((sum, { width }) => sum + width, gap * Math.max(0, columns.length - 1))

const shrunk = (columns: ReadonlyArray<Measured>, width: number): ReadonlyArray<Measured> => {
  const over = widthOf(columns) - width
  return over <= 0
    ? columns
    : columns.map((column) =>
        column.shrinks
          ? { ...column, width: Math.max(Math.min(column.width, leastShrunk), column.width - over) }
          : column
      )
}

/** The columns that a line of this width has room for. */
const fit = (columns: ReadonlyArray<Measured>, width: number): ReadonlyArray<Measured> => {
  const fitting = shrunk(columns, width)
  const first = Math.max(...columns.map(({ goes }) => goes))
  return widthOf(fitting) <= width || first <= 0
    ? fitting
    : fit(
        columns.filter(({ goes }) => goes !== first),
        width
      )
}

/** A head and a line for each row, in lines of at most `width` cells where that can be. */
export const table = <Row>(
  columns: ReadonlyArray<Column<Row>>,
  rows: ReadonlyArray<Row>,
  width: number
): ReadonlyArray<string> => {
  const measured = columns.map((column): Measured => {
    const texts = titled(column, rows)
    return {
      texts,
      width: Math.max(...texts.map(cellsOf)),
      align: column.align ?? "left",
      shrinks: column.shrinks ?? false,
      goes: column.goes ?? 0
    }
  })
  const shown = fit(measured, width)
  return ["", ...rows].map((_, line) =>
    shown
      .map(({ texts, width: cells, align }) => fitted(texts[line] ?? "", cells, align))
      .join(" ".repeat(gap))
      .trimEnd()
  )
}
