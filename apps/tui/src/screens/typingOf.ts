import type { State } from "../console/State.ts"
import { top } from "../console/Step.ts"
import type { Typing } from "../keys/typing.ts"
import { closingTyping, reasoningTyping, renamingTyping } from "./dialogs/dialogBindings.ts"
import { formTyping } from "./form/formBindings.ts"
import { gridTyping } from "./grid/gridBindings.ts"
import { lineTyping } from "./line/lineScreen.ts"

/** The field that letters go into; undefined where letters are keys. */
export const typingOf = (state: State): Typing | undefined => {
  const screen = top(state)
  switch (screen?._tag) {
    case undefined:
      return gridTyping(state)
    case "TeamForm":
      return formTyping(state, screen)
    case "Reasoning":
      return reasoningTyping(state, screen)
    case "Renaming":
      return renamingTyping(state, screen)
    case "Closing":
      return closingTyping(state, screen)
    case "CommandLine":
      return lineTyping(state, screen)
    case "IncidentPane":
    case "Confirming":
    case "Choosing":
    case "Help":
    case "Calls":
    case "SigningIn":
      return undefined
  }
}
