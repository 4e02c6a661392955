import { expect, it, vi } from "vitest"
import { rendered } from "../../testing/rendered.ts"
import { Input, Output } from "../../testing/streams.ts"
import { beginning, type State } from "../console/State.ts"
import { begin } from "../console/update.ts"
import { showConsole } from "./showConsole.tsx"

const size = { columns: 80, rows: 24 }

/** Each mode of the terminal that the console changes: what sets it, and what gives it back. */
const modes = [
  ["the alternate screen", "\u001b[?1049h", "\u001b[?1049l"],
  ["a hidden cursor", "\u001b[?25l", "\u001b[?25h"],
  ["lines cut at the edge", "\u001b[?7l", "\u001b[?7h"],
  ["bracketed paste", "\u001b[?2004h", "\u001b[?2004l"]
] as const

const first = begin(
  beginning({ server: "http://server.test", wantedWorkspace: undefined, readonly: false, now: 0, size, seed: "seed" })
).state

// Ink measures any other sign with an expression for all emoji, and compiling that takes longer than the rest of the frame.
it("begins with a frame of ASCII alone", () => {
  expect(rendered(first)).toMatch(/^ Incident Teams .*connecting[\n\x20-\x7e]*$/u)
})

it("gives the terminal back when a screen can't be drawn, and fails with the reason", async () => {
  let state = first
  const changed = new Set<() => void>()
  let written = ""
  const input = new Input()
  const setRawMode = vi.spyOn(input, "setRawMode")
  const instance = showConsole({
    store: {
      state: () => state,
      dispatch: () => {},
      subscribe: (listener) => {
        changed.add(listener)
        return () => changed.delete(listener)
      }
    },
    colors: false,
    isRead: false,
    stdin: input.asStream,
    stdout: new Output(size, (text) => (written += text)).asStream
  })
  await expect.poll(() => written).toContain("Incident Teams")
  await expect.poll(() => modes.filter(([, set]) => !written.includes(set))).toEqual([])
  await expect.poll(() => setRawMode.mock.lastCall).toEqual([true])

  const broken = new Error("This screen can't be drawn.")
  const ended = instance.waitUntilExit().then(
    () => undefined,
    (reason: unknown) => reason
  )
  state = new Proxy<State>(state, {
    get: () => {
      throw broken
    }
  })
  for (const listener of changed) listener()
  expect(await ended).toBe(broken)
  const isKept = ([, set, giveBack]: (typeof modes)[number]) => written.lastIndexOf(giveBack) < written.lastIndexOf(set)
  await expect.poll(() => modes.filter(isKept)).toEqual([])
  await expect.poll(() => setRawMode.mock.lastCall).toEqual([false])
})
