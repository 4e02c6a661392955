import { cellsOf, clean, slicedText } from "./cells.ts"

/** What a stretch of text says by its look. Never by that alone: a word or a sign always says it too. */
export type Tone = "danger" | "warning" | "good" | "accent" | "muted"

export interface Style {
  readonly tone?: Tone
  readonly bold?: boolean
  readonly underline?: boolean
  /** Where the cursor is. */
  readonly inverse?: boolean
}

export interface Span extends Style {
  readonly text: string
}

/** One line of the screen, from left to right. */
export type Line = ReadonlyArray<Span>

/** Text from anywhere, made safe to show. */
export const span = (text: string, style: Style = {}): Span => ({ ...style, text: clean(text) })

export const line = (...parts: ReadonlyArray<Span | string>): Line =>
  parts.map((part) => (typeof part === "string" ? span(part) : part))

export const blank: Line = []

/** What it says, without its look. */
export const textOf = (spans: Line): string => spans.map(({ text }) => text).join("")

export const widthOf = (spans: Line): number => spans.reduce((width, { text }) => width + cellsOf(text), 0)

/** The cells from `from` up to `to`. */
export const sliced = (spans: Line, from: number, to: number): Line => {
  let at = 0
  return spans.flatMap((one) => {
    const start = at
    at += cellsOf(one.text)
    if (at <= from || start >= to) return []
    return [{ ...one, text: slicedText(one.text, Math.max(0, from - start), to - start) }]
  })
}

/** At most `width` cells; a mark says that there was more. */
export const shortened = (spans: Line, width: number, mark = "…"): Line =>
  widthOf(spans) <= width ? spans : width <= 0 ? blank : [...sliced(spans, 0, width - 1), span(mark, { tone: "muted" })]

/** Exactly `width` cells. */
export const filled = (spans: Line, width: number, mark?: string): Line => {
  const shown = shortened(spans, width, mark)
  const rest = width - widthOf(shown)
  return rest > 0 ? [...shown, { text: " ".repeat(rest) }] : shown
}

/** The left part, and the right part at the far end; the left one gives way. */
export const spread = (left: Line, right: Line, width: number): Line => {
  const room = width - widthOf(right) - 1
  return room < 1 ? shortened(right, width) : [...filled(left, room), { text: " " }, ...right]
}

/** All of it looks like this, as a whole row under the cursor does. */
export const styled = (spans: Line, style: Style): Line => spans.map((one) => ({ ...one, ...style }))
