import type { Step } from "../console/Step.ts"
import { type Binding, when } from "./Binding.ts"
import type { Key } from "./Key.ts"

export interface Movable {
  /** Where the cursor is; -1: nowhere. */
  readonly at: number
  readonly total: number
  /** How many are to be seen at once. */
  readonly page: number
  readonly go: (at: number) => Step
}

/** Arrows, hjkl and paging, the same in every list. In a list that letters are typed beside, without the letters. */
export const moves = ({ at, total, page, go }: Movable, letters = true): ReadonlyArray<Binding> => {
  const to = (where: number) => () => go(Math.max(0, Math.min(where, total - 1)))
  const keys = (named: Key, ...more: ReadonlyArray<Key>): Binding["keys"] => (letters ? [named, ...more] : [named])
  const group = "Move"
  return [
    { keys: keys("up", "k"), does: "move up", group, press: to(at - 1) },
    { keys: keys("down", "j"), does: "move down", group, press: to(at + 1) },
    { keys: keys("pageup", "ctrl+b"), does: "move up a page", group, press: to(at - page) },
    { keys: keys("pagedown", "ctrl+f"), does: "move down a page", group, press: to(at + page) },
    ...when(
      letters,
      { keys: ["ctrl+u"], does: "move up half a page", group, press: to(at - Math.ceil(page / 2)) },
      { keys: ["ctrl+d"], does: "move down half a page", group, press: to(at + Math.ceil(page / 2)) },
      { keys: ["g", "home"], does: "go to the first", group, press: to(0) },
      { keys: ["G", "end"], does: "go to the last", group, press: to(total - 1) }
    )
  ]
}
