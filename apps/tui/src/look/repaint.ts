import { cellsOf, cutAfterDoubtful, isPlain } from "./cells.ts"
import { blank, type Line, type Span, widthOf } from "./Line.ts"
import { type Paint, painted } from "./paint.ts"
import type { Size } from "./Panel.ts"

/** Everything that is to be seen at one moment: as many lines as the terminal has, none wider than it is. */
export interface Frame {
  readonly size: Size
  readonly lines: ReadonlyArray<Line>
}

// Control sequences of ECMA-48 and DEC; rows and columns are counted from one there, from zero here.
const cursorTo = (row: number, column: number): string => `\u001b[${row + 1};${column + 1}H`
const cursorToColumn = (column: number): string => `\u001b[${column + 1}G`
const eraseRestOfLine = "\u001b[K"
const eraseScreen = "\u001b[H\u001b[J"
/**
 * Shown as a whole (mode 2026; a terminal without it draws as it reads), and without going on in the next line where
 * a terminal takes a sign for wider than we do (mode 7).
 */
const opening = "\u001b[?2026h\u001b[?7l"
const closing = "\u001b[?7h\u001b[?2026l"

const looksAs = (one: Span, other: Span): boolean =>
  one.text === other.text &&
  one.tone === other.tone &&
  one.bold === other.bold &&
  one.underline === other.underline &&
  one.inverse === other.inverse

/** Whether a span is all that is in its cells, and in no others: a combining mark changes the cell before it. */
const standsAlone = ({ text }: Span): boolean => text !== "" && isPlain(text)

/** How many spans of the line before can stay as they are. */
const kept = (before: Line, next: Line): number => {
  const differing = next.findIndex((span, at) => {
    const counterpart = before[at]
    return counterpart === undefined || !looksAs(span, counterpart)
  })
  const alike = differing < 0 ? next.length : differing
  const gone = before[alike]
  if (gone === undefined || standsAlone(gone)) return alike
  // It may have put a mark onto the last one.
  return Math.max(0, next.slice(0, alike).findLastIndex(standsAlone))
}

/**
 * Spans from a column on. What follows a sign whose width is in doubt is put where it belongs by its column, and cells
 * that such a sign may leave are blanked before.
 */
const placed = (spans: Line, from: number, paint: Paint): string => {
  let next = from
  return spans
    .flatMap((span) => cutAfterDoubtful(span.text).map((text) => ({ ...span, text })))
    .map((part) => {
      const start = next
      next += cellsOf(part.text)
      const text = painted([part], paint)
      if (isPlain(part.text)) return text
      const blanked = painted([{ ...part, text: " ".repeat(next - start) }], paint)
      return blanked + cursorToColumn(start) + text + cursorToColumn(next)
    })
    .join("")
}

/** What a terminal that shows one frame has to be sent to show the next; `undefined`: nobody knows what it shows. */
export const repaint = (shown: Frame | undefined, next: Frame, paint: Paint): string => {
  const { columns, rows } = next.size
  const isKnown = shown !== undefined && shown.size.columns === columns && shown.size.rows === rows
  const changes = next.lines
    .map((line, row) => {
      const before = isKnown ? (shown.lines[row] ?? blank) : blank
      const keeps = kept(before, line)
      if (keeps === line.length && keeps === before.length) return ""
      const from = widthOf(line.slice(0, keeps))
      // Erased after it is written, so that nothing is dark in between; at the last cell there is nothing to erase.
      const end = widthOf(line) < columns ? eraseRestOfLine : ""
      return cursorTo(row, from) + placed(line.slice(keeps), from, paint) + end
    })
    .join("")
  if (isKnown && changes === "") return ""
  return opening + (isKnown ? "" : eraseScreen) + changes + closing
}
