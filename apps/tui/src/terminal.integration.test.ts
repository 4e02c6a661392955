import { mkdir, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { bundleOf } from "@incident-teams/testkit/programs"
import { simulator } from "@incident-teams/testkit/vitest/simulator"
import { hasTmux, terminalWith, type TerminalSize } from "@incident-teams/testkit/vitest/terminal"
import { describe, expect, inject, it } from "vitest"
import { newHome } from "../testing/commandProcess.ts"
import { newIncident, tokenOf } from "../testing/simulated.ts"
import { cellsOf } from "./look/cells.ts"

const { url } = inject("sandbox")
const folder = fileURLToPath(new URL("..", import.meta.url))
const main = await bundleOf("console")

/** Kept, to be looked at: reports/screens in this package. */
const keep = async (name: string, screen: string): Promise<void> => {
  await mkdir(`${folder}/reports/screens`, { recursive: true })
  await writeFile(`${folder}/reports/screens/${name}.txt`, screen)
}

const skipped = !hasTmux && process.env["CI"] === undefined
if (skipped) console.warn("tmux isn't installed: the console isn't tried in a real terminal.")

const sizes: ReadonlyArray<TerminalSize> = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 60 }
]

describe.skipIf(skipped)("in a real terminal (tmux; skipped where there is none)", () => {
  it.each(sizes)("at $columns x $rows a team is made, archived and reopened", async (size) => {
    // tmux 3.3a takes a thumb with a color for four cells, and we for two: it keeps the thumb alone.
    await newIncident("漢字 👍🏽 reported")
    const { number } = await newIncident("Phishing aimed at payroll")
    const environment = {
      INCIDENT_TEAMS_TOKEN: await tokenOf("ben"),
      XDG_STATE_HOME: await newHome(),
      NODE_EXTRA_CA_CERTS: simulator.caFile,
      LANG: "C.UTF-8",
      SSH_CONNECTION: "test"
    }
    const terminal = await terminalWith(size, environment, [process.execPath, main, "--server", url])
    const picture = async (name: string, ...texts: ReadonlyArray<string | RegExp>) => {
      const screen = await terminal.sees(...texts)
      await keep(`${name}-${size.columns}x${size.rows}`, screen)
      const lines = screen.trimEnd().split("\n")
      expect(lines.length).toBeLessThanOrEqual(size.rows)
      for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(size.columns)
      expect(lines[0]).toContain("Incident Teams")
      expect(lines.at(-1)).toContain("keys")
      return lines
    }
    // Not while it is loading: incidents that are told live are shown before the others are read.
    const read = /open incidents {2}by age/u
    const incidents = await picture("incidents", "● live", read, `#${number}`, /漢字 👍🏽? reported/u, "? keys")
    const beforeStatus = incidents.flatMap((row) => /^(.+? #\d+ .+?)(?:New|Active) {2}/u.exec(row)?.[1] ?? [])
    expect(beforeStatus.length).toBeGreaterThan(5)
    expect(new Set(beforeStatus.map(cellsOf)).size).toBe(1)
    await terminal.press(":")
    await terminal.type(number)
    await terminal.press("Enter")
    await picture("incident", `#${number} Phishing aimed at payroll`, "[1 Overview]")
    await terminal.press("n")
    await picture("new-team", `INC-${number}`)
    await terminal.press("Tab", "Tab")
    await terminal.type("elif")
    await picture("search", /Elif Sample .*elif@/u)
    await terminal.press("Down", "Enter", "C-s")
    await terminal.sees("✓ Open")
    // Whoever reads the team makes the server see in Teams who is in it.
    const readAgain = async () => {
      await terminal.press("r")
      return terminal.screen()
    }
    await expect.poll(readAgain, { interval: 60_000 / simulator.timeScale }).toMatch(/✓ Elif Sample +Member/u)
    await picture("team", "✓ Open", /✓ Elif Sample +Member/u)
    await terminal.press("c")
    await picture("close", "› True positive: suspicious activity")
    await terminal.press("Enter")
    // The notice of it is there for seconds, or for less if the request is answered after it.
    await picture("archived", "○ Archived")
    await terminal.press("o")
    await terminal.sees("› Active: someone is working on it")
    await terminal.press("Enter")
    await picture("reopened", "✓ Open")
    await terminal.press("?")
    await keep(`keys-${size.columns}x${size.rows}`, await terminal.sees("Every key that works here"))
    await terminal.leaves("Every key that works here")
    await terminal.press("x")
    await picture("calls", "The REST calls behind the keys", "curl")

    // A smaller window shows less, and nothing of before.
    await terminal.leaves("The REST calls behind the keys")
    await terminal.leaves("[1 Overview]")
    await terminal.resize({ columns: 60, rows: 20 })
    await terminal.sees(/^ Incident Teams/u, /\? keys/u)
    expect((await terminal.screen()).trimEnd().split("\n")).toHaveLength(20)
    await terminal.press("q")
    await terminal.sees(/^\s*$/u).catch(() => "")
    await expect.poll(() => terminal.screen().catch(() => "gone")).toBe("gone")
  })

  it("signs in with a device code, over what was on the screen before, which is there again afterward", async () => {
    const environment = {
      INCIDENT_TEAMS_TOKEN: "",
      XDG_STATE_HOME: await newHome(),
      NODE_EXTRA_CA_CERTS: simulator.caFile,
      LANG: "C.UTF-8",
      NO_COLOR: "1"
    }
    const shell = ["sh", "-c", `echo before; ${process.execPath} ${main} --server ${url}; echo "after $?"; sleep 60`]
    const terminal = await terminalWith({ columns: 100, rows: 30 }, environment, shell)
    const screen = await terminal.sees("Sign in", "in a browser, on this device or another one", /[A-Z0-9]{6,}/u)
    expect(screen).not.toContain("before")
    await keep("sign-in", screen)
    const [page = ""] = /https?:\/\/\S+\/device\S*/u.exec(screen) ?? []
    const [, code = ""] = /│ {3}([A-Z0-9]{6,12}) +│/u.exec(screen) ?? []
    const form = new URLSearchParams({ code, user: "ben@woodgrove.example" })
    expect((await fetch(page, { method: "POST", body: form })).status).toBe(200)
    await terminal.sees("open incidents", "Ben Sample", "● live")
    await terminal.press("q")
    expect(await terminal.sees("after 0")).toContain("before")
  })

  it("is suspended by Ctrl-Z and continued by fg, and gives the terminal back when it is killed", async () => {
    const environment = {
      INCIDENT_TEAMS_TOKEN: await tokenOf("ben"),
      XDG_STATE_HOME: await newHome(),
      NODE_EXTRA_CA_CERTS: simulator.caFile,
      LC_ALL: "C",
      NO_COLOR: "1",
      // The tests' own environment turns attributes off as well.
      FORCE_COLOR: "1",
      PS1: "shell> "
    }
    const terminal = await terminalWith({ columns: 100, rows: 30 }, environment, ["bash", "--norc", "-i"])
    const run = async (command: string) => {
      await terminal.type(command)
      await terminal.press("Enter")
    }
    await terminal.sees("shell>")
    await run(`${process.execPath} ${main} --server ${url}`)
    const screen = await terminal.sees("* live", /> \^ High +#/u)
    // Neither colors nor anything but ASCII; the row under the cursor is inverse all the same.
    expect(screen).toMatch(/^[\x20-\x7e\n]*$/u)
    const styled = await terminal.styledScreen()
    expect(styled).toMatch(/\[(?:\d+;)*7m/u)
    expect(styled).not.toMatch(/\[(?:\d+;)*[39][0-7](?:;\d+)*m/u)

    await terminal.press("C-z")
    await terminal.sees(/Stopped.*\n(?:.*\n)*.*shell>/u)
    await run("fg")
    await terminal.sees("open incidents", /^ Incident Teams/u)
    await terminal.press("?")
    await terminal.sees("Every key that works here")
    await terminal.leaves("Every key that works here")
    await terminal.press("C-z")
    await terminal.sees(/(?:Stopped(?:.|\n)*){2}shell>/u)

    // It isn't on the screen now, and is killed as soon as it is again.
    await run("kill %1; fg; stty -a")
    const after = await terminal.sees("Terminated", / echo(?:.|\n)*shell>/u)
    expect(after).toMatch(/ icanon /u)
    expect(after).not.toContain("open incidents")
  })
})
