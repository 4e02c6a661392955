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

const descriptions: Readonly<Record<Key, string>> = {
  left: "move left",
  right: "move right",
  home: "move to the beginning",
  end: "move to the end",
  backspace: "delete the character before the cursor",
  delete: "delete the character at the cursor",
  "ctrl+u": "delete everything before the cursor",
  "ctrl+k": "delete everything after the cursor",
  "ctrl+w": "delete the word before the cursor"
}

const alias: Readonly<Record<Key, Key>> = { home: "ctrl+a", end: "ctrl+e" }

/** The keys that edit the field, listed by `?`. */
export const typingBindings = ({ field, change }: Typing): ReadonlyArray<Binding> =>
  Object.entries(descriptions).map(([key, does]) => ({
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
