import { cellsOf, cut } from "./cells.ts"
import { glyphs } from "./glyphs.ts"
import { blank, filled, type Line, sliced, span, type Style, widthOf } from "./Line.ts"

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Exactly as many lines: cut, or filled with blank ones. */
export const tall = (lines: ReadonlyArray<Line>, rows: number): ReadonlyArray<Line> =>
  Array.from({ length: Math.max(0, rows) }, (_, at) => lines[at] ?? blank)

export interface Panel {
  readonly title: string
  /** At the bottom edge, such as where one is in a list. */
  readonly foot?: string
  readonly lines: ReadonlyArray<Line>
  readonly size: Size
  /** The one that keys go to. */
  readonly active?: boolean
}

/** Lines within a frame with a title; frame included, exactly of that size. */
export const panelLines = ({ title, foot, lines, size, active }: Panel): ReadonlyArray<Line> => {
  const inside = size.columns - 2
  const edge: Style = active === true ? { tone: "accent" } : { tone: "muted" }
  const rule = (left: string, text: string, right: string, style: Style): Line => {
    const shown = text === "" ? "" : ` ${cut(text, inside - 4)} `
    const rest = Math.max(0, inside - 1 - cellsOf(shown))
    return [
      span(left + glyphs.horizontal, edge),
      span(shown, style),
      span(glyphs.horizontal.repeat(rest) + right, edge)
    ]
  }
  return [
    rule(glyphs.topLeft, title, glyphs.topRight, { bold: true }),
    ...tall(lines, size.rows - 2).map((one) => [
      span(glyphs.vertical, edge),
      ...filled(one, inside),
      span(glyphs.vertical, edge)
    ]),
    rule(glyphs.bottomLeft, foot ?? "", glyphs.bottomRight, { tone: "muted" })
  ]
}

/** Two blocks of lines next to each other, `gap` cells apart; the left one exactly `width` cells wide. */
export const beside = (
  left: ReadonlyArray<Line>,
  width: number,
  right: ReadonlyArray<Line>,
  gap = 1
): ReadonlyArray<Line> =>
  tall(left, Math.max(left.length, right.length)).map((one, at) => [
    ...filled(one, width),
    { text: " ".repeat(gap) },
    ...(right[at] ?? blank)
  ])

/** `top` in the middle of `base`, which stays to be seen around it. */
export const overlaid = (base: ReadonlyArray<Line>, top: ReadonlyArray<Line>, size: Size): ReadonlyArray<Line> => {
  const width = Math.max(0, ...top.map(widthOf))
  const left = Math.max(0, Math.floor((size.columns - width) / 2))
  const first = Math.max(0, Math.floor((size.rows - top.length) / 2))
  return tall(base, size.rows).map((under, at) => {
    const over = top[at - first]
    return over === undefined
      ? under
      : [...filled(sliced(under, 0, left), left), ...filled(over, width), ...sliced(under, left + width, size.columns)]
  })
}
