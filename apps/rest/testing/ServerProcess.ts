import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

const commandOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const simulatorCommand = commandOf("../../../tools/simulator/src/main.ts")
const serverCommand = commandOf("../src/main.ts")

export interface SimulatedPlatform {
  readonly base: string
  readonly caFile: string
  readonly tenantId: string
  readonly control: string
}

const isPlatform = (value: unknown): value is SimulatedPlatform =>
  typeof value === "object" && value !== null && "base" in value && "caFile" in value && "tenantId" in value

/** The simulator, with a time that runs a hundred times as fast. It ends with its parent however that ends. */
export const startPlatform = async (): Promise<{
  readonly platform: SimulatedPlatform
  readonly stop: () => Promise<void>
}> => {
  const child = spawn(process.execPath, [simulatorCommand, "--stop-with-parent"], {
    env: { ...process.env, PORT: "0", PLATFORM_TIME_SCALE: "100" },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const ended = once(child, "exit")
  const [line] = await once(createInterface({ input: child.stdout }), "line")
  const platform: unknown = JSON.parse(String(line))
  if (!isPlatform(platform)) throw new Error(`The simulator printed "${line}".`)
  return {
    platform,
    stop: async () => {
      child.stdin.end()
      await ended
    }
  }
}

export interface ServerProcess {
  readonly child: ChildProcess
  /** Its log, line by line. */
  readonly log: ReadonlyArray<Record<string, unknown>>
  /** Where it listens, once it does. */
  readonly listening: Promise<string>
  /** Its exit code. */
  readonly ended: Promise<number | null>
}

const isLogLine = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null

/** The server as it is started for real, with nothing in its environment but `environment`. */
export const startServer = (environment: Record<string, string>, ...args: ReadonlyArray<string>): ServerProcess => {
  const child = spawn(process.execPath, [serverCommand, ...args], {
    env: environment,
    stdio: ["ignore", "inherit", "pipe"]
  })
  const log: Array<Record<string, unknown>> = []
  const lines = createInterface({ input: child.stderr })
  const ended = once(child, "close").then(() => child.exitCode)
  const listening = new Promise<string>((resolve, reject) => {
    lines.on("line", (line) => {
      const entry: unknown = line.startsWith("{") ? JSON.parse(line) : { message: line }
      if (!isLogLine(entry)) return
      log.push(entry)
      const address = /listens on (\S+)$/u.exec(String(entry["message"]))?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => reject(new Error("The server ended before it listened.")))
  })
  // Whoever starts a server that is meant to end doesn't wait for it to listen.
  listening.catch(() => undefined)
  return { child, log, listening, ended }
}
