import type { Intent } from "../console/Intent.ts"
import type { Message } from "../console/Message.ts"
import type { State } from "../console/State.ts"
import type { Step } from "../console/Step.ts"
import { update } from "../console/update.ts"

/** The one place where the console's state changes, one message after another. */
export interface Store {
  readonly state: () => State
  readonly dispatch: (message: Message) => void
  /** Called after each change; gives back what ends it. */
  readonly subscribe: (changed: () => void) => () => void
}

/** `carryOut` does the outside work of a step, and may dispatch what came of it at once or later. */
export const makeStore = (first: Step, carryOut: (intent: Intent, dispatch: Store["dispatch"]) => void): Store => {
  let { state } = first
  const listeners = new Set<() => void>()
  const dispatch = (message: Message): void => {
    const next = update(state, message)
    const isChanged = next.state !== state
    state = next.state
    if (isChanged) for (const changed of listeners) changed()
    for (const intent of next.intents) carryOut(intent, dispatch)
  }
  for (const intent of first.intents) carryOut(intent, dispatch)
  return {
    state: () => state,
    dispatch,
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    }
  }
}
