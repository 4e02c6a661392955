import { EventEmitter, once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import type { Size } from "../src/look/Panel.ts"
import { answerTo } from "./consoleUnderTest.ts"
import * as sample from "./samples.ts"

const dist = new URL("../dist/", import.meta.url)

/** What a frame ends with: from here on the terminal shows it (DEC mode 2026). */
const shown = "\u001b[?2026l"

class Output extends EventEmitter {
  readonly isTTY = true
  readonly writable = true
  readonly columns: number
  readonly rows: number
  bytes = 0
  constructor({ columns, rows }: Size) {
    super()
    this.columns = columns
    this.rows = rows
  }
  write(chunk: string, done?: () => void): boolean {
    this.bytes += Buffer.byteLength(chunk)
    done?.()
    if (chunk.endsWith(shown)) this.emit("shown")
    return true
  }
}

class Input extends EventEmitter {
  readonly isTTY = true
  private data: string | null = null
  press(data: string): void {
    this.data = data
    this.emit("readable")
  }
  read(): string | null {
    const { data } = this
    this.data = null
    return data
  }
  setEncoding(): void {}
  setRawMode(): void {}
  ref(): void {}
  unref(): void {}
}

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

const subjects = ["Password spray", "Rare process", "Phishing: credential harvest", "Impossible travel"]

/** From a key to the frame that it changes, through the whole console in this process, with so many incidents. */
export const keyToFrame = async (size: Size, count: number, rounds: number) => {
  const [{ render }, { createElement }, { Console }, { makeStore }, { begin }, { beginning }, { paintFor }] =
    await Promise.all([
      import("ink"),
      import("react"),
      import(new URL("screens/Console.js", dist).href),
      import(new URL("outside/Store.js", dist).href),
      import(new URL("console/update.js", dist).href),
      import(new URL("console/State.js", dist).href),
      import(new URL("look/paint.js", dist).href)
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
  const output = new Output(size)
  const input = new Input()
  const app = render(createElement(Console, { store, paint: paintFor({}) }), {
    stdout: output as unknown as NodeJS.WriteStream,
    stdin: input as unknown as NodeJS.ReadStream,
    alternateScreen: true,
    debug: true,
    interactive: true,
    exitOnCtrlC: false
  })
  await sleep(300)
  const roundOf = async (keys: ReadonlyArray<string>): Promise<Round> => {
    const times: Array<number> = []
    const cpu: Array<number> = []
    const bytes: Array<number> = []
    for (const key of keys) {
      const never = new AbortController()
      const giveUp = setTimeout(() => never.abort(new Error(`Nothing changes by ${JSON.stringify(key)}.`)), 5_000)
      const isShown = once(output, "shown", { signal: never.signal })
      const written = output.bytes
      const before = process.cpuUsage()
      const pressed = performance.now()
      input.press(key)
      await isShown
      times.push(performance.now() - pressed)
      clearTimeout(giveUp)
      const { user, system } = process.cpuUsage(before)
      cpu.push((user + system) / 1_000)
      bytes.push(output.bytes - written)
      // As fast as keys are repeated by a keyboard.
      await sleep(30)
    }
    return {
      p50Ms: quantile(times, 0.5),
      p95Ms: quantile(times, 0.95),
      p95CpuMs: quantile(cpu, 0.95),
      p50Bytes: quantile(bytes, 0.5)
    }
  }
  const times = (count_: number, ...keys: ReadonlyArray<string>) => Array.from({ length: count_ }, () => keys).flat()
  const moving: Array<Round> = []
  const filtering: Array<Round> = []
  for (let round = 0; round < rounds; round++) moving.push(await roundOf(times(20, "j", "\u001b[6~")))
  input.press("/")
  await sleep(50)
  for (let round = 0; round < rounds; round++) filtering.push(await roundOf(times(10, "p", "h", "\u007f", "\u007f")))
  app.unmount()
  return { moving, filtering }
}
