import { useApp, useInput, usePaste, useStdout } from "ink"
import { useEffect, useLayoutEffect, useSyncExternalStore } from "react"
import { keysOf } from "../keys/keysOf.ts"
import { Colors } from "../look/Styled.tsx"
import type { Store } from "../outside/Store.ts"
import { View } from "./View.tsx"

/** Gives the terminal back, and takes it again once what was begun is over. */
export type SuspendTerminal = (meanwhile: () => Promise<void>) => Promise<void>

export interface ConsoleProps {
  readonly store: Pick<Store, "state" | "subscribe" | "dispatch">
  /** Off with NO_COLOR (https://no-color.org). */
  readonly colors: boolean
  /** Told once the console is on the terminal. */
  readonly onTerminal?: (suspend: SuspendTerminal) => void
}

// DEC's mode 7: a line that a terminal takes for wider than it is ends at the edge, and moves no other line.
const wrapsLines = "\u001b[?7h"
const cutsLines = "\u001b[?7l"

/** The console on a terminal: tells the store every key, and shows its state. */
export const Console = ({ store, colors, onTerminal }: ConsoleProps) => {
  const state = useSyncExternalStore(store.subscribe, store.state)
  const { suspendTerminal } = useApp()
  const { stdout } = useStdout()
  useInput((input, key) => {
    for (const one of keysOf(input, key)) store.dispatch({ _tag: "Pressed", key: one })
  })
  usePaste((text) => store.dispatch({ _tag: "Pasted", text }))
  useLayoutEffect(() => {
    stdout.write(cutsLines)
    return () => void stdout.write(wrapsLines)
  }, [stdout])
  useEffect(() => {
    onTerminal?.((meanwhile) =>
      suspendTerminal(async () => {
        stdout.write(wrapsLines)
        await meanwhile()
        stdout.write(cutsLines)
      })
    )
  }, [onTerminal, suspendTerminal, stdout])
  return (
    <Colors value={colors}>
      <View state={state} />
    </Colors>
  )
}
