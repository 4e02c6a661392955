import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { onTestFinished } from "vitest"
import { type Environment, fileOf } from "./processes.ts"

/** util-linux's `script` gives a program a terminal; where everything is to be tested, it must be there. */
export const hasTerminals =
  process.env["CI"] !== undefined ||
  /util-linux/u.test(spawnSync("script", ["--version"], { encoding: "utf8" }).stdout ?? "")

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export interface OnTerminal {
  /** All that was written to the terminal so far. */
  readonly shown: () => string
  readonly type: (keys: string) => void
  /** The exit code. */
  readonly ended: Promise<number>
}

/** `npm run tui`, on a terminal of 100 by 30. */
export const tuiOnTerminal = (args: ReadonlyArray<string>, env: Environment): OnTerminal => {
  const line = ["stty cols 100 rows 30;", process.execPath, fileOf("tui"), ...args].map((word, at) =>
    at === 0 ? word : quoted(word)
  )
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", line.join(" "), "/dev/null"], {
    env: { ...process.env, TERM: "xterm-256color", NO_COLOR: "", FORCE_COLOR: "", ...env },
    stdio: ["pipe", "pipe", "inherit"]
  })
  onTestFinished(() => void child.kill("SIGTERM"))
  let shown = ""
  child.stdout.on("data", (chunk: Buffer) => (shown += chunk.toString()))
  return {
    shown: () => shown,
    type: (keys) => void child.stdin.write(keys),
    ended: once(child, "close").then(([code]) => Number(code))
  }
}
