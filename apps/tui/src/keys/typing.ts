import type { Step } from "../console/Step.ts"
import type { Binding } from "./Binding.ts"
import { edited, editing, type Field } from "./Field.ts"
import type { Key } from "./Key.ts"

/** The field that letters go into at this moment. */
export interface Typing {
  /** What is typed there: `the filter`. */
  readonly into: string
  readonly field: Field
  readonly change: (field: Field) => Step
}

const words: Readonly<Record<Key, string>> = {
  left: "left",
  right: "right",
  home: "to the beginning",
  end: "to the end",
  backspace: "take out the character before",
  delete: "take out the character under the cursor",
  "ctrl+u": "take out everything before",
  "ctrl+k": "take out everything after",
  "ctrl+w": "take out the word before"
}

const alias: Readonly<Record<Key, Key>> = { home: "ctrl+a", end: "ctrl+e" }

/** The keys that edit the field, for `?` to tell. */
export const typingBindings = ({ field, change }: Typing): ReadonlyArray<Binding> =>
  Object.entries(words).map(([key, does]) => ({
    keys: alias[key] === undefined ? [key] : [key, alias[key]],
    does,
    group: "Typing",
    press: () => change(editing[key]?.(field) ?? field)
  }))

/** What typing a key does; undefined if it isn't text. */
export const type = ({ field, change }: Typing, key: Key): Step | undefined => {
  const next = edited(field, key)
  return next === undefined ? undefined : change(next)
}
