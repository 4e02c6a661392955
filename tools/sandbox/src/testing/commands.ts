import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, onTestFinished } from "vitest"

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

type Command = "start" | "demo" | "doctor" | "token" | "cli" | "tui"

const run = (name: Command, args: ReadonlyArray<string>, env: Environment): Running => {
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
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Asks it to end, and kills it where it doesn't. */
const end = async ({ process: child, ended }: Running): Promise<void> => {
  child.kill("SIGTERM")
  await Promise.race([ended, sleep(60_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"))])
}

/** Starts one of the commands, as its npm script does. Whatever of it is left ends with the test. */
export const command = (name: Command, args: ReadonlyArray<string>, env: Environment): Running => {
  const running = run(name, args, env)
  onTestFinished(() => end(running))
  return running
}

export interface Started extends Running {
  readonly url: string
  /** `https://localhost:…/control/tenants/…`. */
  readonly control: string
  readonly caFile: string
}

/** A running `npm start`, once it has said its welcome. */
const welcomed = async (running: Running, dataFolder: string): Promise<Started> => {
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

const onFolder = (dataFolder: string): Environment => ({
  PORT: "0",
  SIMULATOR_PORT: "0",
  INCIDENT_TEAMS_DATA: dataFolder
})

/** `npm start` on this folder, on any free ports. It ends with the test. */
export const started = (dataFolder: string): Promise<Started> =>
  welcomed(command("start", [], onFolder(dataFolder)), dataFolder)

/** The same for all tests of a group that only look at it. Its folder has a name that a shell would take apart. */
export const sharedSandbox = () => {
  let sandbox: Started
  let root: string
  const folder = () => join(root, "it's here")
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "sandbox-test-"))
    sandbox = await welcomed(run("start", [], onFolder(folder())), folder())
  })
  afterAll(async () => {
    await end(sandbox)
    await rm(root, { recursive: true, force: true })
  })
  return { folder, sandbox: () => sandbox }
}

/** Whether somebody answers there. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false
  )
