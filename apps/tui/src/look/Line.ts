import { cellsOf, clean, steady } from "./cells.ts"
import { withoutSigns } from "./glyphs.ts"

/** What a stretch of text says by its look. Never by that alone: a word or a sign always says it too. */
export type Tone = "danger" | "warning" | "good" | "accent" | "muted"

export interface Style {
  readonly tone?: Tone
  readonly bold?: boolean
  readonly inverse?: boolean
  /** What a screen reader says instead of the text. Default: the text without its signs, as each has a word beside it. */
  readonly read?: string
}

export interface Span extends Style {
  readonly text: string
}

/** One line of text, from left to right. Data and not an element, so that keys know how many lines there are to scroll. */
export type Line = ReadonlyArray<Span>

/** Text from anywhere, made safe to show. */
export const span = (text: string, style: Style = {}): Span => ({ ...style, text: steady(clean(text)) })

export const line = (...parts: ReadonlyArray<Span | string>): Line =>
  parts.map((part) => (typeof part === "string" ? span(part) : part))

export const blank: Line = []

/** What it says, without its look. */
export const textOf = (spans: Line): string => spans.map(({ text }) => text).join("")

export const widthOf = (spans: Line): number => spans.reduce((width, { text }) => width + cellsOf(text), 0)

/** What a screen reader says of it. */
export const readOf = (spans: Line): string =>
  spans
    .map(({ text, read }) => read ?? withoutSigns(text))
    .join("")
    .replaceAll(/\s+/gu, " ")
    .replace(/[\s,]+$/u, "")
    .trim()
