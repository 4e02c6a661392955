import { render } from "ink"
import { Console, type ConsoleProps } from "../screens/Console.tsx"

export interface ShowConsole extends ConsoleProps {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  /** A screen reader reads it: as text with roles and states, on the terminal's main screen, whose history stays. */
  readonly isRead: boolean
}

/** Shows the console on a terminal that somebody is at. */
export const showConsole = ({ stdin, stdout, isRead, ...props }: ShowConsole) =>
  render(<Console {...props} />, {
    stdin,
    stdout,
    isScreenReaderEnabled: isRead,
    alternateScreen: !isRead,
    incrementalRendering: true,
    // A key is shown at once: by default Ink waits for up to a thirtieth of a second.
    maxFps: 1_000,
    // Ink takes CI=true for "nobody looks"; whether somebody does was asked before.
    interactive: true,
    exitOnCtrlC: false,
    // Nothing prints while the console is shown; warnings are held back.
    patchConsole: false
  })
