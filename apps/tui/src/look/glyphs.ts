import { cellsOf } from "./cells.ts"

/** Signs that the screens are drawn with, one cell each. */
export const glyphs = {
  cursor: "›",
  caret: "▏",
  more: "…",
  done: "✓",
  underWay: "◐",
  toCome: "○",
  failed: "✗",
  starred: "★",
  unstarred: "☆",
  high: "▲",
  medium: "■",
  low: "▽",
  informational: "◇",
  ascending: "↑",
  descending: "↓",
  live: "●",
  notLive: "○",
  dot: "·",
  horizontal: "─",
  vertical: "│",
  topLeft: "╭",
  topRight: "╮",
  bottomLeft: "╰",
  bottomRight: "╯",
  thumb: "┃"
} as const

/** A text without signs that only repeat a word; arrows and letters aren't among them. */
export const withoutSigns = (text: string): string =>
  text.replaceAll(" · ", ", ").replaceAll(/[›▏✓◐○✗★☆▲■▽◇●·─│╭╮╰╯┃]/gu, "")

/** What stands for each of them where the terminal's locale isn't UTF-8. */
const inAscii: Readonly<Record<string, string>> = {
  "›": ">",
  "▏": "|",
  "…": "~",
  "✓": "+",
  "◐": "*",
  "○": "o",
  "✗": "x",
  "★": "*",
  "☆": "-",
  "▲": "^",
  "■": "=",
  "▽": "v",
  "◇": ".",
  "↑": "^",
  "↓": "v",
  "●": "*",
  "·": "-",
  "─": "-",
  "│": "|",
  "╭": "+",
  "╮": "+",
  "╰": "+",
  "╯": "+",
  "┃": "#"
}

/** The same in as many cells; what has no counterpart is told by question marks. */
export const asciiOf = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]/gu, (sign) => inAscii[sign] ?? "?".repeat(cellsOf(sign)))

/** Whether the terminal can show them, by its locale (POSIX: LC_ALL before LC_CTYPE before LANG). */
export const showsUnicode = (environment: Readonly<Record<string, string | undefined>>): boolean => {
  const named = ["LC_ALL", "LC_CTYPE", "LANG"].map((name) => environment[name]).find((value) => (value ?? "") !== "")
  // A locale that isn't told says nothing: a container often has none, and shows UTF-8 all the same.
  return named === undefined || /utf-?8/iu.test(named)
}
