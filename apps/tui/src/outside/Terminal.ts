import { spawn } from "node:child_process"

/** What of the surroundings decides how something gets onto the clipboard and into a browser. */
export interface Terminal {
  readonly output: { write(text: string): unknown }
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
}

/** Sets the clipboard of whatever terminal is at the other end, over ssh too (xterm's OSC 52). */
const osc52 = (text: string): string => `\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`

const run = (command: string, args: ReadonlyArray<string>, input?: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: [input === undefined ? "ignore" : "pipe", "ignore", "ignore"] })
    child.on("error", () => resolve(false))
    child.on("close", (code) => resolve(code === 0))
    child.stdin?.on("error", () => resolve(false))
    child.stdin?.end(input)
  })

/**
 * Copies text to the clipboard and returns what it was copied to. tmux doesn't pass the sequence on by default; its own
 * command fills both its buffer and the terminal's clipboard.
 */
export const copy = async ({ output, environment }: Terminal, text: string): Promise<string> => {
  if ((environment["TMUX"] ?? "") !== "" && (await run("tmux", ["load-buffer", "-w", "-"], text))) {
    return "the clipboard and tmux's buffer"
  }
  output.write(osc52(text))
  return "the terminal's clipboard"
}

const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: ReadonlyArray<string>]>> = {
  darwin: ["open"],
  win32: ["explorer.exe"],
  linux: ["xdg-open"]
}

/** Whether there is a screen here to open something on: not at the far end of ssh, not without a display. */
const hasBrowser = ({ environment, platform }: Omit<Terminal, "output">): boolean => {
  const isSet = (name: string): boolean => (environment[name] ?? "") !== ""
  if (isSet("SSH_CONNECTION") || isSet("SSH_TTY")) return false
  return platform === "linux" ? isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") : openers[platform] !== undefined
}

/** Opens an address with whatever the system opens such addresses with; false where that doesn't work. */
export const open = async (terminal: Terminal, url: string): Promise<boolean> => {
  const opener = openers[terminal.platform]
  // Only what a browser or Teams is for: an address comes from the server, and must not start anything else.
  if (opener === undefined || !hasBrowser(terminal) || !url.startsWith("https://")) return false
  const [command, ...args] = opener
  // explorer.exe opens the address and ends with 1.
  return (await run(command, [...args, url])) || terminal.platform === "win32"
}
