import { cellsOf, clean, cut, graphemes, slicedText } from "../look/cells.ts"
import { glyphs } from "../look/glyphs.ts"
import { type Line, line, span } from "../look/Line.ts"
import { type Key, textOfKey } from "./Key.ts"

/** Text that is being typed. */
export interface Field {
  readonly text: string
  /** Characters (UTF-16) before the cursor; never within one that people see as one. */
  readonly cursor: number
}

export const fieldOf = (text: string): Field => ({ text, cursor: text.length })
export const emptyField: Field = fieldOf("")

const before = ({ text, cursor }: Field): number => {
  let last = 0
  for (const { index } of graphemes.segment(text)) {
    if (index >= cursor) break
    last = index
  }
  return last
}

const after = ({ text, cursor }: Field): number => {
  const next = graphemes.segment(text).containing(cursor)
  return next === undefined ? text.length : next.index + next.segment.length
}

const wordBefore = ({ text, cursor }: Field): number => /\S*\s*$/u.exec(text.slice(0, cursor))?.index ?? 0

const without = ({ text }: Field, from: number, to: number): Field => ({
  text: text.slice(0, from) + text.slice(to),
  cursor: from
})

/** Puts text in at the cursor, as one line. */
export const insert = ({ text, cursor }: Field, typed: string): Field => {
  const safe = clean(typed)
  return { text: text.slice(0, cursor) + safe + text.slice(cursor), cursor: cursor + safe.length }
}

/** What editing keys do, as in a shell. */
export const editing: Readonly<Record<Key, (field: Field) => Field>> = {
  left: (field) => ({ ...field, cursor: before(field) }),
  right: (field) => ({ ...field, cursor: after(field) }),
  home: (field) => ({ ...field, cursor: 0 }),
  "ctrl+a": (field) => ({ ...field, cursor: 0 }),
  end: (field) => ({ ...field, cursor: field.text.length }),
  "ctrl+e": (field) => ({ ...field, cursor: field.text.length }),
  backspace: (field) => without(field, before(field), field.cursor),
  delete: (field) => without(field, field.cursor, after(field)),
  "ctrl+u": (field) => without(field, 0, field.cursor),
  "ctrl+k": (field) => without(field, field.cursor, field.text.length),
  "ctrl+w": (field) => without(field, wordBefore(field), field.cursor)
}

/** The field after a key; undefined if the key means nothing to it. */
export const edited = (field: Field, key: Key): Field | undefined => {
  if (Object.hasOwn(editing, key)) return editing[key]?.(field)
  const text = textOfKey(key)
  return text === undefined ? undefined : insert(field, text)
}

/** The field in `width` cells, scrolled so that the cursor is to be seen: as a sign, on a terminal without attributes too. */
export const fieldLine = ({ text, cursor }: Field, width: number, active: boolean): Line => {
  if (!active) return line(cut(text, width))
  const left = text.slice(0, cursor)
  const head = cellsOf(left)
  const from = Math.max(0, head - width + 1)
  return line(
    slicedText(left, from, head),
    span(glyphs.caret, { tone: "accent", bold: true }),
    slicedText(text.slice(cursor), 0, Math.max(0, width - 1 - (head - from)))
  )
}
