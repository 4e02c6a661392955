import { randomUUID } from "node:crypto"
import process from "node:process"
import { beginning } from "./console/State.ts"
import { begin } from "./console/update.ts"
import type { ConsoleOptions } from "./invocation.ts"
import { showsUnicode } from "./look/glyphs.ts"
import { asciiOutput } from "./outside/asciiOutput.ts"
import { carryOut } from "./outside/carryOut.ts"
import { dropTyped } from "./outside/dropTyped.ts"
import { followed } from "./outside/followed.ts"
import { holdWarnings } from "./outside/holdWarnings.ts"
import { showConsole } from "./outside/showConsole.tsx"
import { stopProcess } from "./outside/stopProcess.ts"
import { makeStore } from "./outside/Store.ts"
import type { Way } from "./outside/Way.ts"
import type { SuspendTerminal } from "./screens/Console.tsx"

const sizeNow = () => ({ columns: process.stdout.columns, rows: process.stdout.rows })

/** Shows the console on the terminal until somebody leaves it. */
export const openConsole = async ({ server, workspace, readonly }: ConsoleOptions): Promise<void> => {
  const drawn = Promise.withResolvers<void>()
  let loading: Promise<Way> | undefined
  const way = (): Promise<Way> =>
    (loading ??= drawn.promise.then(() => import("./outside/wayTo.ts")).then(({ wayTo }) => wayTo(server)))

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
  let suspendTerminal: SuspendTerminal | undefined
  const outside = {
    way,
    terminal,
    suspend: async () => suspendTerminal?.(stopProcess),
    leave: () => instance.unmount()
  }
  const store = makeStore(first, carryOut(outside))
  const live = followed(way, store.dispatch)
  store.subscribe(() => live.to(store.state()))

  const resized = (): void => store.dispatch({ _tag: "Resized", size: sizeNow() })
  process.stdout.on("resize", resized)
  const ticking = setInterval(() => store.dispatch({ _tag: "Ticked", now: Date.now() }), 1_000)

  await dropTyped(process.stdin)
  const releaseWarnings = holdWarnings()
  const instance = showConsole({
    store,
    stdin: process.stdin,
    stdout: showsUnicode(process.env) ? process.stdout : asciiOutput(process.stdout),
    colors: (process.env["NO_COLOR"] ?? "") === "",
    isRead: process.env["INK_SCREEN_READER"] === "true",
    onTerminal: (suspend) => {
      suspendTerminal = suspend
    }
  })
  // Loading the way to the server takes longer than everything before: the first frame doesn't wait for it.
  setImmediate(drawn.resolve)
  await instance.waitUntilExit().finally(releaseWarnings)
  clearInterval(ticking)
  process.stdout.off("resize", resized)
  live.stop()
}
