import { insert } from "../keys/Field.ts"
import type { Key } from "../keys/Key.ts"
import { type } from "../keys/typing.ts"
import { bindingsOf } from "../screens/bindingsOf.ts"
import { typingOf } from "../screens/typingOf.ts"
import type { State } from "./State.ts"
import { noticed, step, type Step } from "./Step.ts"

/** What a key does: a key that can't be used says why, one that means nothing changes nothing. */
export const press = (before: State, key: Key): Step => {
  const state = before.notice === undefined ? before : { ...before, notice: undefined }
  const binding = bindingsOf(state).find(({ keys }) => keys.includes(key))
  if (binding?.refusal !== undefined) return step(noticed(state, "warning", binding.refusal))
  if (binding !== undefined) return binding.press()
  const typing = typingOf(state)
  return (typing === undefined ? undefined : type(typing, key)) ?? step(state)
}

/** Pasted text goes into the field that is typed in, and is nothing where letters are keys. */
export const paste = (state: State, text: string): Step => {
  const typing = typingOf(state)
  return typing === undefined ? step(state) : typing.change(insert(typing.field, text))
}
