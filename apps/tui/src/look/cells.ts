import { visibleText } from "@incident-teams/api/words/phrase"
import stringWidth from "string-width"

/**
 * Text of which each character is one cell and one UTF-16 unit: ASCII, Latin letters, and the signs that the screens are
 * drawn with. Nearly all text is so, and measuring the rest takes a hundred times as long.
 */
const plain = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2018-\u201d\u2026›─│╭╮╰╯┃★☆▲■▽◇○●◐✓✗↑↓▏]*$/u
export const isPlain = (text: string): boolean => plain.test(text)

/** Divides a text into what people see as one character each. */
export const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/**
 * Text as it may be shown: one line, nothing in it but what can be seen. A title comes from whoever sent the alert, and
 * must be able neither to move the cursor nor to make a line read other than it is.
 */
export const clean = (text: string): string => (isPlain(text) ? text : visibleText(text))

/** How many cells of the terminal a text takes: two for an ideograph or an emoji, none for a combining mark. */
export const cellsOf = (text: string): number => (isPlain(text) ? text.length : stringWidth(text))

const regionalIndicator = /^\p{Regional_Indicator}$/u
const joinedSign = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\ufe0f\u20e3]/u

/** The letter that a regional indicator stands for: a flag is two of them. */
const countryLetter = (sign: string): string => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0x1f1e6 + 65)

/**
 * A text with signs of the same width on every terminal. They disagree about emoji of several code points, some with
 * themselves: such a one is shown by its first sign (a thumb without its color), and a flag by its country's letters.
 */
export const steady = (text: string): string => {
  if (isPlain(text)) return text
  let shown = ""
  for (const { segment } of graphemes.segment(text.normalize("NFC"))) {
    const [first = "", ...others] = segment
    if (regionalIndicator.test(first)) shown += [first, ...others].map(countryLetter).join("")
    else shown += others.length > 0 && joinedSign.test(segment) ? first : segment
  }
  return shown
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
