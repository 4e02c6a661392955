import { stripVTControlCharacters } from "node:util"
import { onTestFinished } from "vitest"
import type { State } from "../src/console/State.ts"
import { showConsole } from "../src/outside/showConsole.tsx"
import { Input, Output } from "./streams.ts"

/** What a screen reader is given of a state: the text that stands on the terminal, each line trimmed. */
export const readAloud = (state: State): string => {
  let text = ""
  // Wider than any line, so that none is broken.
  const output = new Output({ columns: 1_000, rows: state.terminal.rows }, (written) => {
    text += written
  })
  const { unmount } = showConsole({
    store: { state: () => state, subscribe: () => () => {}, dispatch: () => {} },
    stdin: new Input().asStream,
    stdout: output.asStream,
    colors: false,
    isRead: true
  })
  const read = stripVTControlCharacters(text)
  onTestFinished(() => unmount())
  return read
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
}
