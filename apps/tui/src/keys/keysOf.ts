import type { Key as InkKey } from "ink"
import { graphemes } from "../look/cells.ts"
import type { Key } from "./Key.ts"

const special = (key: InkKey): Key | undefined => {
  if (key.upArrow) return "up"
  if (key.downArrow) return "down"
  if (key.leftArrow) return "left"
  if (key.rightArrow) return "right"
  if (key.pageUp) return "pageup"
  if (key.pageDown) return "pagedown"
  if (key.home) return "home"
  if (key.end) return "end"
  if (key.return) return "enter"
  if (key.escape) return "esc"
  if (key.tab) return key.shift ? "shift+tab" : "tab"
  if (key.backspace) return "backspace"
  if (key.delete) return "delete"
  return undefined
}

const typed = (grapheme: string): ReadonlyArray<Key> => {
  if (grapheme === "\r" || grapheme === "\n" || grapheme === "\r\n") return ["enter"]
  if (grapheme === "\t") return ["tab"]
  if (grapheme === " ") return ["space"]
  const code = grapheme.codePointAt(0) ?? 0
  if (code >= 1 && code <= 26) return [`ctrl+${String.fromCodePoint(code + 96)}`]
  return /\p{Cc}/u.test(grapheme) ? [] : [grapheme]
}

/** What was pressed, of what Ink read: keys that arrive at once (typed fast, or over a slow line) are told apart. */
export const keysOf = (input: string, key: InkKey): ReadonlyArray<Key> => {
  const one = special(key)
  if (one !== undefined) return [one]
  if (key.ctrl) return /^[a-z]$/u.test(input) ? [`ctrl+${input}`] : []
  // Alt: nothing is bound to it, and its letter alone would mean something else.
  if (key.meta) return []
  return [...graphemes.segment(input)].flatMap(({ segment }) => typed(segment))
}
