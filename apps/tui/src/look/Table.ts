import type { Alignment } from "./cells.ts"
import { glyphs } from "./glyphs.ts"
import { filled, type Line, line, type Span, span, type Style, styled, widthOf } from "./Line.ts"

export interface Column<Row> {
  readonly title: string
  /** Cells; "rest": what the others leave, for one column only. */
  readonly width: number | "rest"
  readonly align?: Alignment
  readonly cell: (row: Row) => Line
}

export interface Table<Row> {
  readonly columns: ReadonlyArray<Column<Row>>
  /** Only those that are to be seen. */
  readonly rows: ReadonlyArray<Row>
  /** Which of them the cursor is on; -1: none. */
  readonly cursor: number
  readonly width: number
}

/** Cells between two columns. */
const gap = 1
/** Cells at the left, where the cursor is. */
const margin = 2

const aligned = (cell: Line, width: number, align: Alignment = "left"): Line => {
  if (align === "left") return filled(cell, width)
  const rest = width - widthOf(cell)
  return rest > 0 ? [{ text: " ".repeat(rest) }, ...cell] : filled(cell, width)
}

const widthsOf = <Row>(columns: ReadonlyArray<Column<Row>>, width: number): ReadonlyArray<number> => {
  const taken = columns.reduce((sum, column) => sum + (column.width === "rest" ? 0 : column.width), 0)
  const rest = width - margin - taken - gap * (columns.length - 1)
  return columns.map((column) => (column.width === "rest" ? Math.max(0, rest) : column.width))
}

/** The heads of the columns, then the rows. */
export const tableLines = <Row>({ columns, rows, cursor, width }: Table<Row>): ReadonlyArray<Line> => {
  const widths = widthsOf(columns, width)
  const rowOf = (cells: ReadonlyArray<Line>, mark: Span): Line => [
    mark,
    ...cells.flatMap((cell, at) => [
      ...(at === 0 ? [] : [{ text: " ".repeat(gap) }]),
      ...aligned(cell, widths[at] ?? 0, columns[at]?.align)
    ])
  ]
  const head: Style = { tone: "muted", bold: true }
  return [
    rowOf(
      columns.map(({ title }) => line(span(title, head))),
      { text: " ".repeat(margin) }
    ),
    ...rows.map((row, at) => {
      const cells = columns.map(({ cell }) => cell(row))
      if (at !== cursor) return rowOf(cells, { text: " ".repeat(margin) })
      return styled(rowOf(cells, { text: `${glyphs.cursor} ` }), { inverse: true })
    })
  ].map((one) => filled(one, width))
}
