import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import type { Size } from "../src/look/Size.ts"
import { answerTo } from "./answerTo.ts"
import { showPlainInk } from "./plainInk.ts"
import * as sample from "./samples.ts"
import { Input, Output } from "./streams.ts"

const dist = new URL("../dist/", import.meta.url)

/** What a frame ends with: from here on the terminal shows it (DEC mode 2026). */
const shown = "\u001b[?2026l"

const quantile = (values: ReadonlyArray<number>, share: number): number => {
  const sorted = values.toSorted((one, other) => one - other)
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(2))
}

/** Of the keys of one round: the clock's time, the processor's, which a busy machine hardly changes, and what is written. */
interface Round {
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p95CpuMs: number
  readonly p50Bytes: number
}

/** A terminal that keys are pressed on, one after another, each once the frame before is shown. */
const timedTerminal = (size: Size) => {
  let bytes = 0
  const output = new Output(size, (text) => {
    bytes += Buffer.byteLength(text)
    if (text.endsWith(shown)) output.emit("shown")
  })
  const input = new Input()
  const round = async (keys: ReadonlyArray<string>): Promise<Round> => {
    const times: Array<number> = []
    const cpu: Array<number> = []
    const written: Array<number> = []
    for (const key of keys) {
      const never = new AbortController()
      const giveUp = setTimeout(() => never.abort(new Error(`Nothing changes by ${JSON.stringify(key)}.`)), 5_000)
      const isShown = once(output, "shown", { signal: never.signal })
      const bytesBefore = bytes
      const cpuBefore = process.cpuUsage()
      const pressed = performance.now()
      input.type(key)
      await isShown
      times.push(performance.now() - pressed)
      clearTimeout(giveUp)
      const { user, system } = process.cpuUsage(cpuBefore)
      cpu.push((user + system) / 1_000)
      written.push(bytes - bytesBefore)
      // As fast as keys are repeated by a keyboard.
      await sleep(30)
    }
    return {
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      p95CpuMs: quantile(cpu, 0.95),
      p50Bytes: quantile(written, 0.5)
    }
  }
  return { stdout: output.asStream, stdin: input.asStream, type: (key: string) => input.type(key), round }
}

const subjects = ["Password spray", "Rare process", "Phishing: credential harvest", "Impossible travel"]

const times = (count: number, ...keys: ReadonlyArray<string>) => Array.from({ length: count }, () => keys).flat()
const moves = times(20, "j", "\u001b[6~")

/**
 * From a key to the frame that it changes, through the whole console in this process, with so many incidents; and for the
 * same keys on the same list in Ink without anything of the console, a round of each after the other.
 */
export const keyToFrame = async (size: Size, count: number, rounds: number) => {
  const [{ showConsole }, { makeStore }, { begin }, { beginning }] = await Promise.all([
    import(new URL("outside/showConsole.js", dist).href),
    import(new URL("outside/Store.js", dist).href),
    import(new URL("console/update.js", dist).href),
    import(new URL("console/State.js", dist).href)
  ])
  const store = makeStore(
    begin(
      beginning({ server: "http://x", wantedWorkspace: undefined, readonly: false, now: sample.now, size, seed: "s" })
    ),
    () => {}
  )
  const incidents = Array.from({ length: count }, (_, at) =>
    sample.incident(at + 1, { title: `${subjects[at % subjects.length]} on host wg-${at}` })
  )
  store.dispatch(answerTo<"Me">({ _tag: "Me" }, sample.me))
  store.dispatch(
    answerTo<"ListIncidents">(
      { _tag: "ListIncidents", workspace: sample.workspace, statuses: ["New", "Active"] },
      { items: incidents }
    )
  )
  const plainTerminal = timedTerminal(size)
  const plain = showPlainInk({ incidents, size }, plainTerminal.stdin, plainTerminal.stdout)
  const terminal = timedTerminal(size)
  const app = showConsole({
    store,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    colors: true,
    isRead: false
  })
  await sleep(300)
  const moving: Array<Round> = []
  const filtering: Array<Round> = []
  const plainInk: Array<Round> = []
  for (let round = 0; round < rounds; round++) {
    moving.push(await terminal.round(moves))
    plainInk.push(await plainTerminal.round(moves))
  }
  terminal.type("/")
  await sleep(50)
  for (let round = 0; round < rounds; round++) {
    filtering.push(await terminal.round(times(10, "p", "h", "\u007f", "\u007f")))
  }
  app.unmount()
  plain.unmount()
  return { moving, filtering, plainInk }
}
