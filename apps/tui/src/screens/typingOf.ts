import type { State } from "../console/State.ts"
import { top } from "../console/Step.ts"
import type { Typing } from "../keys/typing.ts"
import { gridTyping } from "./grid/gridBindings.ts"
import { kindOf } from "./screenKinds.ts"

/** The field that letters go into; undefined where letters are keys. */
export const typingOf = (state: State): Typing | undefined => {
  const screen = top(state)
  return screen === undefined ? gridTyping(state) : kindOf(screen).typing?.(state, screen)
}
