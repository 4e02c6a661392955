import { Box, Text, useInput, usePaste } from "ink"
import { memo, useSyncExternalStore } from "react"
import { keysOf } from "../keys/keysOf.ts"
import { type Paint, painted } from "../look/paint.ts"
import type { Store } from "../outside/Store.ts"
import { view } from "./view.ts"

/** A line that hasn't changed isn't laid out again. */
const Row = memo(({ text }: { readonly text: string }) => <Text wrap="truncate">{text === "" ? " " : text}</Text>)

export interface ConsoleProps {
  readonly store: Pick<Store, "state" | "subscribe" | "tell">
  readonly paint: Paint
}

/** The console on a terminal: what is to be seen of the state, and every key told to it. */
export const Console = ({ store, paint }: ConsoleProps) => {
  const state = useSyncExternalStore(store.subscribe, store.state)
  useInput((input, key) => {
    for (const one of keysOf(input, key)) store.tell({ _tag: "Pressed", key: one })
  })
  usePaste((text) => store.tell({ _tag: "Pasted", text }))
  return (
    <Box flexDirection="column">
      {view(state).map((line, at) => (
        // A line is its place on the screen.
        // oxlint-disable-next-line react/no-array-index-key
        <Row key={at} text={painted(line, paint)} />
      ))}
    </Box>
  )
}
