import { useInput, usePaste, useStdout } from "ink"
import { useLayoutEffect, useRef, useSyncExternalStore } from "react"
import { keysOf } from "../keys/keysOf.ts"
import type { Paint } from "../look/paint.ts"
import { type Frame, repaint } from "../look/repaint.ts"
import type { Store } from "../outside/Store.ts"
import { view } from "./view.ts"

export interface ConsoleProps {
  readonly store: Pick<Store, "state" | "subscribe" | "dispatch">
  readonly paint: Paint
}

/** The console on a terminal: every key told to the store, and what is to be seen of its state written. */
export const Console = ({ store, paint }: ConsoleProps) => {
  const state = useSyncExternalStore(store.subscribe, store.state)
  const { stdout } = useStdout()
  const shown = useRef<Frame>(undefined)
  useInput((input, key) => {
    for (const one of keysOf(input, key)) store.dispatch({ _tag: "Pressed", key: one })
  })
  usePaste((text) => store.dispatch({ _tag: "Pasted", text }))
  useLayoutEffect(() => {
    const next = { size: state.size, lines: view(state) }
    const changes = repaint(shown.current, next, paint)
    if (changes !== "") stdout.write(changes)
    shown.current = next
  }, [state, stdout, paint])
  // Nothing that Ink would lay out: the lines are laid out already, and it would measure each of them anew.
  return null
}
