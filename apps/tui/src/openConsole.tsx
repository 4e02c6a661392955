import { randomUUID } from "node:crypto"
import process from "node:process"
import { render } from "ink"
import { beginning } from "./console/State.ts"
import { begin } from "./console/update.ts"
import type { ConsoleOptions } from "./invocation.ts"
import { paintFor } from "./look/paint.ts"
import { carryOut } from "./outside/carryOut.ts"
import { dropTyped } from "./outside/dropTyped.ts"
import { followed } from "./outside/followed.ts"
import { holdWarnings } from "./outside/holdWarnings.ts"
import { makeStore } from "./outside/Store.ts"
import type { Way } from "./outside/Way.ts"
import { Console } from "./screens/Console.ts"

const sizeNow = () => ({ columns: process.stdout.columns, rows: process.stdout.rows })

/** Shows the console on the terminal until somebody leaves it. */
export const openConsole = async ({ server, workspace, readonly }: ConsoleOptions): Promise<void> => {
  let loading: Promise<Way> | undefined
  const way = (): Promise<Way> => (loading ??= import("./outside/wayTo.ts").then(({ wayTo }) => wayTo(server)))

  const first = begin(
    beginning({
      server,
      wantedWorkspace: workspace,
      readonly,
      now: Date.now(),
      size: sizeNow(),
      seed: randomUUID()
    })
  )
  const terminal = { output: process.stdout, environment: process.env, platform: process.platform }
  const store = makeStore(first, carryOut({ way, terminal, leave: () => instance.unmount() }))
  const live = followed(way, store.dispatch)
  store.subscribe(() => live.to(store.state()))

  const resized = (): void => store.dispatch({ _tag: "Resized", size: sizeNow() })
  process.stdout.on("resize", resized)
  const ticking = setInterval(() => store.dispatch({ _tag: "Ticked", now: Date.now() }), 1_000)

  await dropTyped()
  const releaseWarnings = holdWarnings()
  const instance = render(<Console store={store} paint={paintFor(process.env)} />, {
    alternateScreen: true,
    // Ink writes what it lays out, which is nothing, and erases nothing of what it takes for its own.
    debug: true,
    // Ink takes CI=true for "nobody looks"; whether somebody does was asked before.
    interactive: true,
    exitOnCtrlC: false
  })
  await instance.waitUntilExit().finally(releaseWarnings)
  clearInterval(ticking)
  process.stdout.off("resize", resized)
  live.stop()
}
