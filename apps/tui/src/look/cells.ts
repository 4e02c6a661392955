import { visibleText } from "@incident-teams/api/words/phrase"
import stringWidth from "string-width"

/**
 * Text of which each character is one cell and one UTF-16 unit: ASCII, Latin letters, and the signs that the screens are
 * drawn with. Nearly all text is so, and measuring the rest takes a hundred times as long.
 */
const plain = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2018-\u201d\u2026›─│╭╮╰╯┃★☆▲■▽◇○●◐✓✗↑↓▏]*$/u
export const isPlain = (text: string): boolean => plain.test(text)

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/**
 * Text as it may be shown: one line, nothing in it but what can be seen. A title comes from whoever sent the alert, and
 * must be able neither to move the cursor nor to make a line read other than it is.
 */
export const clean = (text: string): string => (isPlain(text) ? text : visibleText(text))

/** How many cells of the terminal a text takes: two for an ideograph or an emoji, none for a combining mark. */
export const cellsOf = (text: string): number => (isPlain(text) ? text.length : stringWidth(text))

const letter = /^\p{Letter}$/u

/** Cut after each sign that isn't the same width everywhere: terminals disagree about emoji, some with themselves. */
export const cutAfterDoubtful = (text: string): ReadonlyArray<string> => {
  if (isPlain(text)) return [text]
  const parts = [""]
  for (const { segment } of graphemes.segment(text)) {
    parts.push(`${parts.pop() ?? ""}${segment}`)
    if (!isPlain(segment) && !letter.test(segment)) parts.push("")
  }
  return parts
}

/** The cells from `from` up to `to`, and never half of a wide character: a space stands in for one that is cut. */
export const slicedText = (text: string, from: number, to: number): string => {
  if (isPlain(text)) return text.slice(from, to)
  let sliced = ""
  let at = 0
  for (const { segment } of graphemes.segment(text)) {
    const next = at + stringWidth(segment)
    if (at >= to) break
    if (at >= from && next <= to) sliced += segment
    else if (next > from) sliced += " ".repeat(Math.min(next, to) - Math.max(at, from))
    at = next
  }
  return sliced
}

/** The text in at most `width` cells; what doesn't fit is told by the mark at its end. */
export const cut = (text: string, width: number, mark = "…"): string => {
  if (width <= 0) return ""
  return cellsOf(text) <= width ? text : `${slicedText(text, 0, width - 1).trimEnd()}${mark}`
}

export type Alignment = "left" | "right"

/** Exactly `width` cells: cut or filled up. */
export const fitted = (text: string, width: number, align: Alignment = "left", mark = "…"): string => {
  const shown = cut(text, width, mark)
  const rest = " ".repeat(Math.max(0, width - cellsOf(shown)))
  return align === "left" ? shown + rest : rest + shown
}
