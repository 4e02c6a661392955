import { readFile } from "node:fs/promises"
import { describe, expect, inject, it } from "vitest"
import { answers, command, temporaryFolder } from "./testing/commands.ts"
import { hasTerminals, type OnTerminal, tuiOnTerminal } from "./testing/onTerminal.ts"

const free = { PORT: "0", SIMULATOR_PORT: "0" }

const shows = async (terminal: OnTerminal, words: string): Promise<void> => {
  await expect.poll(terminal.shown, { interval: 50 }).toContain(words)
}

// Takes more than 20 seconds on a clean clone: it builds the console, as the command does.
describe.skipIf(!hasTerminals)("npm run tui, on a terminal", () => {
  it("starts a sandbox, lets one pick who one is, shows the console, and stops all of it with the console", async () => {
    const folder = await temporaryFolder()
    const terminal = tuiOnTerminal([], { ...free, INCIDENT_TEAMS_DATA: folder })
    await shows(terminal, "Name or number (Enter for ben):")
    terminal.type("4\r")
    // Typed into nowhere: neither echoed, nor done once the console is there.
    await shows(terminal, "What you type before it appears is ignored.")
    terminal.type("zz?\u001b[B")
    await shows(terminal, "Dev Sample")
    expect(terminal.shown()).not.toMatch(/zz|\^\[|Every key that works here/u)
    const { url } = JSON.parse(await readFile(`${folder}/sandbox.json`, "utf8")) as { url: string }
    expect(await answers(`${url}/healthz`)).toBe(true)
    terminal.type("q")
    expect(await terminal.ended).toBe(0)
    expect(await answers(`${url}/healthz`)).toBe(false)
    await expect(readFile(`${folder}/sandbox.json`)).rejects.toThrow("ENOENT")
    expect(await readFile(`${folder}/server.log`, "utf8")).not.toMatch(/"level":"(?:ERROR|FATAL)"/u)
  })

  it("goes to the sandbox that runs already, as whom one is told to be, and leaves it running", async () => {
    const sandbox = inject("sharedSandbox")
    const terminal = tuiOnTerminal(["--user", "ana"], { INCIDENT_TEAMS_DATA: sandbox.folder })
    await shows(terminal, "Ana Sample")
    terminal.type("q")
    expect(await terminal.ended).toBe(0)
    expect(await answers(`${sandbox.url}/healthz`)).toBe(true)
  })

  it("with --server starts the console alone, for the person who is signed in there", async () => {
    const sandbox = inject("sharedSandbox")
    const elsewhere = await temporaryFolder()
    const terminal = tuiOnTerminal(["--server", sandbox.url], {
      INCIDENT_TEAMS_DATA: elsewhere,
      XDG_STATE_HOME: elsewhere,
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      INCIDENT_TEAMS_TOKEN: ""
    })
    await shows(terminal, "and enter")
    terminal.type("\u0003")
    expect(await terminal.ended).toBe(0)
    await expect(readFile(`${elsewhere}/server.log`)).rejects.toThrow("ENOENT")
  })
})

describe("npm run tui", () => {
  it.each([
    [["--user", "ben"], "The console needs a terminal."],
    [["--frob"], "Unknown option: --frob."]
  ])("%j without a terminal says what to do, and starts nothing", async (args, message) => {
    const folder = await temporaryFolder()
    const { code, stdout, stderr } = await command("tui", args, { ...free, INCIDENT_TEAMS_DATA: folder }).ended
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining(message) })
    await expect(readFile(`${folder}/server.log`)).rejects.toThrow("ENOENT")
  })
})
