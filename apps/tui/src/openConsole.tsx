import { render } from "ink"
import type { ConsoleOptions } from "./invocation.ts"
import { Console } from "./screens/Console.tsx"

/** Shows the console on the terminal until somebody leaves it. */
export const openConsole = async (options: ConsoleOptions): Promise<void> => {
  const { waitUntilExit } = render(<Console options={options} />, {
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true
  })
  await waitUntilExit()
}
