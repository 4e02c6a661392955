import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { commandOf } from "./programs.ts"
import { sample } from "./sample.ts"
import type { Tenant } from "./Tenant.ts"

/** What PUBLIC_URL is in `serverEnvironment`, whatever port the server listens on. */
export const publicUrl = "http://127.0.0.1:8080"

/** Every setting that a server on a sample tenant needs; `more` adds to them and replaces them. */
export const serverEnvironment = (
  tenant: Tenant,
  dataFolder: string,
  more: Readonly<Record<string, string>> = {}
): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? "",
  PORT: "0",
  PUBLIC_URL: publicUrl,
  INCIDENT_TEAMS_DATA: dataFolder,
  ...tenant.environment,
  SENTINEL_WORKSPACES: `soc=${sample.workspace("soc-prod")}`,
  STANDBY_OWNERS: sample.person.ines,
  PLATFORM_TIME_SCALE: String(tenant.simulator.timeScale),
  // What is closed in Sentinel is archived at once.
  CLOSE_GRACE_MINUTES: "0",
  NODE_EXTRA_CA_CERTS: tenant.simulator.caFile,
  ...more
})

/** A line of the server's log; a line that isn't JSON is its `message`. */
export type LogLine = Readonly<Record<string, unknown>>

export interface Server {
  readonly child: ChildProcess
  /** Its log so far. */
  readonly log: ReadonlyArray<LogLine>
  /** Its address, as soon as it listens. Fails, with the log, if it ends before that. */
  readonly listening: Promise<string>
  /** Its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>
  /** Asks it to stop, and returns its exit code. Default: SIGTERM. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

const isLogLine = (value: unknown): value is LogLine => typeof value === "object" && value !== null

/** Starts the server with nothing in its environment but `environment`, as its operators do. */
export const startServer = (environment: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>): Server => {
  const child = spawn(process.execPath, [commandOf("server", environment), ...args], {
    env: environment,
    stdio: ["ignore", "inherit", "pipe"]
  })
  const log: Array<LogLine> = []
  const ended = once(child, "close").then(() => child.exitCode)
  const listening = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      const entry: unknown = line.startsWith("{") ? JSON.parse(line) : { message: line }
      if (!isLogLine(entry)) return
      log.push(entry)
      const address = /listens on (\S+)$/u.exec(String(entry["message"]))?.[1]
      if (address !== undefined) resolve(address)
    })
    const complain = () =>
      reject(new Error(`The server ended before it listened:\n${log.map(({ message }) => String(message)).join("\n")}`))
    void ended.then(complain)
  })
  // A test of a server that is meant to end doesn't wait for it to listen.
  listening.catch(() => undefined)
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  return { child, log, listening, ended, stop }
}
