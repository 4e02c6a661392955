/**
 * `node testing/benchmark.ts [incidents]` in apps/tui, after `tsc -b tsconfig.lib.json`: how long until the console's
 * first frame, and from a key to the terminal. One JSON document on stdout; nothing is asserted.
 *
 * The first frame is of a process of its own in a terminal (`script` of util-linux), against a server that answers at
 * once. Keys go through the whole console in this process: Ink reads them, and what it writes is what is timed.
 */
import { spawn } from "node:child_process"
import { EventEmitter, once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { answerTo } from "./consoleUnderTest.ts"
import * as sample from "./samples.ts"

process.env["NODE_ENV"] = "production"
const dist = new URL("../dist/", import.meta.url)
const count = Number(process.argv[2] ?? 10_000)
const size = { columns: 200, rows: 60 }

const quantiles = (times: ReadonlyArray<number>) => {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2))
  return { times: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

/** Milliseconds from the start of the process to its first frame, and to the first that shows an incident. */
const firstFrame = async (): Promise<{ readonly frame: number; readonly incidents: number }> => {
  const incident = {
    ...sample.incident(1),
    created: "2026-03-31T12:00:00.000Z",
    lastModified: "2026-03-31T12:00:00.000Z"
  }
  const server = createServer(({ url = "" }, answer) => {
    const body = url.startsWith("/v1/me")
      ? sample.me
      : url.startsWith("/v1/incidents")
        ? { items: [incident] }
        : { items: [] }
    if (url.startsWith("/v1/events")) {
      answer.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders()
      return
    }
    answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  const command = `stty cols 80 rows 24; exec ${process.execPath} ${fileURLToPath(new URL("main.js", dist))} --server http://127.0.0.1:${port}`
  const started = performance.now()
  const child = spawn("script", ["-qfec", command, "/dev/null"], {
    env: { ...process.env, INCIDENT_TEAMS_TOKEN: "benchmark", TERM: "xterm-256color" },
    stdio: ["pipe", "pipe", "inherit"]
  })
  // What never comes must not be waited for.
  const giveUp = setTimeout(() => child.kill("SIGTERM"), 20_000)
  let text = ""
  let frame = 0
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (frame === 0 && text.includes("Incident Teams")) frame = performance.now() - started
    if (text.includes("Phishing:")) break
  }
  const incidents = performance.now() - started
  clearTimeout(giveUp)
  child.kill("SIGTERM")
  server.closeAllConnections()
  server.close()
  return { frame, incidents }
}

class Output extends EventEmitter {
  readonly isTTY = true
  readonly columns = size.columns
  readonly rows = size.rows
  readonly writable = true
  bytes = 0
  write(chunk: string, done?: () => void): boolean {
    this.bytes += chunk.length
    done?.()
    this.emit("painted")
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

/** Milliseconds from a key to what it paints, with many incidents; the processor's time too, which a busy machine doesn't change. */
const keyToPaint = async () => {
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
  const subjects = ["Password spray", "Rare process", "Phishing: credential harvest", "Impossible travel"]
  const incidents = Array.from({ length: count }, (_, at) =>
    sample.incident(at + 1, { title: `${subjects[at % subjects.length]} on host wg-${at}` })
  )
  store.tell(answerTo<"Me">({ _tag: "Me" }, sample.me))
  store.tell(
    answerTo<"ListIncidents">(
      { _tag: "ListIncidents", workspace: sample.workspace, statuses: ["New", "Active"] },
      { items: incidents }
    )
  )
  const output = new Output()
  const input = new Input()
  const app = render(createElement(Console, { store, paint: paintFor({}) }), {
    stdout: output as unknown as NodeJS.WriteStream,
    stdin: input as unknown as NodeJS.ReadStream,
    interactive: true,
    incrementalRendering: true,
    alternateScreen: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 120
  })
  await sleep(300)
  const timed = async (keys: ReadonlyArray<string>) => {
    const times: Array<number> = []
    const cpu: Array<number> = []
    for (let round = 0; round < 100; round++) {
      for (const key of keys) {
        const painted = once(output, "painted")
        const before = process.cpuUsage()
        const pressed = performance.now()
        input.press(key)
        await painted
        times.push(performance.now() - pressed)
        const { user, system } = process.cpuUsage(before)
        cpu.push((user + system) / 1_000)
        // As fast as keys are repeated by a keyboard.
        await sleep(30)
      }
    }
    return { wall: quantiles(times), cpu: quantiles(cpu) }
  }
  const moving = await timed(["j", "\u001b[6~"])
  input.press("/")
  await sleep(50)
  const filtering = await timed(["p", "h", "\u007f", "\u007f"])
  app.unmount()
  return { moving, filtering }
}

const frames = []
for (let run = 0; run < 6; run++) frames.push(await firstFrame())
// The first run fills Node's compile cache.
const warm = frames.slice(1)
const report = {
  incidents: count,
  terminal: `${size.columns}x${size.rows}`,
  firstFrameMillis: quantiles(warm.map(({ frame }) => frame)),
  firstIncidentsMillis: quantiles(warm.map(({ incidents }) => incidents)),
  keyToPaintMillis: await keyToPaint()
}
console.log(JSON.stringify(report, null, 2))
process.exit()
