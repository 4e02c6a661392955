import { execFile, spawnSync } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import { onTestFinished } from "vitest"

export const hasTmux = spawnSync("tmux", ["-V"], { stdio: "ignore" }).status === 0

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** Milliseconds; it only says that something hangs. */
const patience = 240_000

/** A program in a real terminal: typed into and looked at as by a person. Gone with the test. */
export const terminalWith = async (
  { columns, rows }: TerminalSize,
  environment: Readonly<Record<string, string>>,
  command: ReadonlyArray<string>
) => {
  const socket = `incident-teams-test-${crypto.randomUUID()}`
  const tmux = async (...args: ReadonlyArray<string>): Promise<string> =>
    (await promisify(execFile)("tmux", ["-L", socket, "-f", "/dev/null", ...args])).stdout
  const variables = Object.entries(environment).flatMap(([name, value]) => ["-e", `${name}=${value}`])
  await tmux("new-session", "-d", "-x", String(columns), "-y", String(rows), ...variables, "-s", "t", ...command)
  onTestFinished(async () => void (await tmux("kill-server").catch(() => "")))

  const screen = () => tmux("capture-pane", "-p", "-t", "t")
  const until = async (otherwise: string, isSo: (shown: string) => boolean): Promise<void> => {
    const end = Date.now() + patience
    for (;;) {
      const shown = await screen()
      if (isSo(shown)) return
      if (Date.now() > end) throw new Error(`${otherwise}:\n${shown}`)
      await sleep(50)
    }
  }
  return {
    screen,
    /** With the control sequences of colors and attributes. */
    styledScreen: () => tmux("capture-pane", "-p", "-e", "-t", "t"),
    /** tmux's names of keys, such as `Enter`; anything else is typed as it is. Escape isn't pressed with it, see `leaves`. */
    press: async (...keys: ReadonlyArray<string>) => {
      await tmux("send-keys", "-t", "t", ...keys)
    },
    /**
     * Presses Escape, and waits until what it closes is no longer to be seen: a key right after it would mean Alt and that
     * key wherever the console reads both at once. Two looks say so, as one may be in the middle of a frame.
     */
    leaves: async (text: string): Promise<void> => {
      await tmux("send-keys", "-t", "t", "Escape")
      let looks = 0
      await until(`The terminal never leaves ${text}`, (shown) => {
        looks = shown.includes(text) ? 0 : looks + 1
        return looks === 2
      })
    },
    type: (text: string) => tmux("send-keys", "-t", "t", "-l", text),
    resize: ({ columns: width, rows: height }: TerminalSize) =>
      tmux("resize-window", "-t", "t", "-x", String(width), "-y", String(height)),
    sees: async (...texts: ReadonlyArray<string | RegExp>): Promise<string> => {
      for (const text of texts) {
        await until(`The terminal never shows ${text}`, (shown) =>
          typeof text === "string" ? shown.includes(text) : text.test(shown)
        )
      }
      return screen()
    }
  }
}
