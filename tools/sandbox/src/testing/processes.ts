import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

export type Environment = Readonly<Record<string, string>>

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly process: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  readonly ended: Promise<Ended>
}

export type Command = "start" | "demo" | "doctor" | "merge" | "token" | "cli" | "tui"

/** Tells a run's processes where the bundle of a command is. */
export const bundled = (name: Command): string => `SANDBOX_TEST_${name.toUpperCase()}`

export const sourceOf = (name: Command): string => fileURLToPath(new URL(`../${name}.ts`, import.meta.url))

/** The file that starts a command: its bundle where this run has one, otherwise its source. */
export const fileOf = (name: Command): string => process.env[bundled(name)] ?? sourceOf(name)

/** Starts one of the commands, as its npm script does. */
export const run = (name: Command, args: ReadonlyArray<string>, env: Environment): Running => {
  const child = spawn(process.execPath, [fileOf(name), ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Asks it to end, and kills it where it doesn't. */
export const stop = async ({ process: child, ended }: Running): Promise<void> => {
  child.kill("SIGTERM")
  await Promise.race([ended, sleep(60_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))])
}

/** `npm start` on this folder, on any free ports. */
export const startOn = (dataFolder: string): Running =>
  run("start", [], { PORT: "0", SIMULATOR_PORT: "0", INCIDENT_TEAMS_DATA: dataFolder })

export interface Started extends Running {
  readonly url: string
  /** `https://localhost:…/control/tenants/…`. */
  readonly control: string
  readonly caFile: string
}

/** A running `npm start`, once it has said its welcome. */
export const welcomed = async (running: Running, dataFolder: string): Promise<Started> => {
  const ended = running.ended.then(({ stderr }): never => {
    throw new Error(`npm start ended: ${stderr}`)
  })
  // What it ends with later is its test's affair.
  ended.catch(() => undefined)
  while (!running.stdout().includes("Press Ctrl-C to stop.")) {
    await Promise.race([once(running.process.stdout!, "data"), ended])
  }
  const file = JSON.parse(await readFile(join(dataFolder, "sandbox.json"), "utf8")) as Record<string, string>
  return {
    ...running,
    url: file["url"]!,
    control: `${file["control"]}/tenants/${file["tenantId"]}`,
    caFile: file["caFile"]!
  }
}
