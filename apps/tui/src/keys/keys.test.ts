import fc from "fast-check"
import type { Key as InkKey } from "ink"
import { describe, expect, it } from "vitest"
import { textOf, widthOf } from "../look/Line.ts"
import { edited, editing, emptyField, type Field, fieldLine, fieldOf, insert } from "./Field.ts"
import { nameOfKey, textOfKey } from "./Key.ts"
import { keysOf } from "./keysOf.ts"

const nothing: InkKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false
}

describe("what was pressed", () => {
  it.each<readonly [string, string, Partial<InkKey>, ReadonlyArray<string>]>([
    ["a letter", "j", {}, ["j"]],
    ["a capital", "G", { shift: true }, ["G"]],
    ["letters that arrive at once", "jjk", {}, ["j", "j", "k"]],
    ["letters and Enter that arrive at once", "eli\r", {}, ["e", "l", "i", "enter"]],
    ["a space", " ", {}, ["space"]],
    ["what people see as one letter", "é👩‍👩‍👧", {}, ["é", "👩‍👩‍👧"]],
    ["an arrow", "", { upArrow: true }, ["up"]],
    ["Tab backward", "", { tab: true, shift: true }, ["shift+tab"]],
    ["Ctrl and a letter", "s", { ctrl: true }, ["ctrl+s"]],
    ["Ctrl and something else", "`", { ctrl: true }, []],
    ["Alt and a letter, which mustn't mean the letter", "d", { meta: true }, []],
    ["Enter and Ctrl-S that arrive at once", "\r\u0013", {}, ["enter", "ctrl+s"]],
    ["a control character without a letter", "\u0080", {}, []]
  ])("is told by name: %s", (_what, input, key, keys) => expect(keysOf(input, { ...nothing, ...key })).toEqual(keys))

  it("is shown as people call it", () => {
    expect(["enter", "ctrl+s", "pagedown", "?", "shift+tab"].map(nameOfKey)).toEqual([
      "Enter",
      "Ctrl-S",
      "PgDn",
      "?",
      "Shift-Tab"
    ])
  })

  it("is text only where it is a letter", () => {
    expect(["a", "space", "?", "enter", "ctrl+a"].map(textOfKey)).toEqual(["a", " ", "?", undefined, undefined])
  })
})

const typed = (field: Field, ...keys: ReadonlyArray<string>): Field =>
  keys.reduce((before, key) => edited(before, key) ?? before, field)

describe("a field", () => {
  it("is edited as in a shell", () => {
    expect(typed(emptyField, "h", "i")).toEqual(fieldOf("hi"))
    expect(typed(fieldOf("War room"), "ctrl+w")).toEqual(fieldOf("War "))
    expect(typed(fieldOf("War room"), "home", "delete")).toEqual({ text: "ar room", cursor: 0 })
    expect(typed(fieldOf("War room"), "left", "left", "ctrl+k")).toEqual(fieldOf("War ro"))
    expect(typed(fieldOf("War room"), "ctrl+u")).toEqual(emptyField)
    expect(typed(fieldOf("a👩‍👩‍👧"), "backspace")).toEqual(fieldOf("a"))
  })

  it("takes a pasted text as one line", () => {
    expect(insert(fieldOf("a"), "b\nc\u001b[2J")).toEqual(fieldOf("ab c [2J"))
  })

  const anyKey = fc.oneof(
    fc.constantFrom(...Object.keys(editing)),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })
  )

  it("always has its cursor within its text, and shows it in the room that there is", () =>
    fc.assert(
      fc.property(fc.array(anyKey), fc.integer({ min: 3, max: 30 }), (keys, width) => {
        const field = typed(emptyField, ...keys)
        expect(field.cursor).toBeGreaterThanOrEqual(0)
        expect(field.cursor).toBeLessThanOrEqual(field.text.length)
        const line = fieldLine(field, width, true)
        expect(widthOf(line)).toBeLessThanOrEqual(width)
        expect(textOf(line)).toContain("▏")
      })
    ))
})
