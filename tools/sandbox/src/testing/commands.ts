import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"

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

/** Gone with the test. */
export const temporaryFolder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), "sandbox-test-"))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Starts one of the commands, as its npm script does. Whatever of it is left ends with the test. */
export const command = (
  name: "start" | "demo" | "doctor" | "token" | "cli" | "tui",
  args: ReadonlyArray<string>,
  env: Environment
): Running => {
  const file = fileURLToPath(new URL(`../${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let stdout = ""
  let stderr = ""
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }))
  onTestFinished(async () => {
    child.kill("SIGTERM")
    await Promise.race([ended, sleep(20_000).then(() => child.kill("SIGKILL"))])
  })
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended }
}

export interface Started extends Running {
  readonly url: string
  /** `https://localhost:…/control/tenants/…`. */
  readonly control: string
  readonly caFile: string
}

/** `npm start` on this folder, once it has said its welcome. Any free ports, unless told otherwise. */
export const started = async (dataFolder: string, env: Environment = {}): Promise<Started> => {
  const running = command("start", [], { PORT: "0", SIMULATOR_PORT: "0", INCIDENT_TEAMS_DATA: dataFolder, ...env })
  while (!running.stdout().includes("Press Ctrl-C to stop.")) {
    if (running.process.exitCode !== null) throw new Error(`npm start ended: ${(await running.ended).stderr}`)
    await sleep(20)
  }
  const file = JSON.parse(await readFile(join(dataFolder, "sandbox.json"), "utf8")) as Record<string, string>
  return {
    ...running,
    url: file["url"]!,
    control: `${file["control"]}/tenants/${file["tenantId"]}`,
    caFile: file["caFile"]!
  }
}

/** Whether somebody answers there. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false
  )
