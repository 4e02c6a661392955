import { spawn } from "node:child_process"
import { readFile } from "node:fs/promises"
import { createInterface } from "node:readline"
import type { TestProject } from "vitest/node"

/** The simulated platform that the tests of one project share; each test file makes tenants of its own in it. */
export interface SimulatorAddress {
  /** `https://localhost:PORT`: Entra ID, Graph and ARM. */
  readonly base: string
  /** Where tests change the simulated world. */
  readonly control: string
  /** The certificate that it is to be trusted by, in PEM. */
  readonly ca: string
}

declare module "vitest" {
  interface ProvidedContext {
    readonly simulator: SimulatorAddress
  }
}

/** The simulated platform's time runs so many times as fast: an archive of 30 s takes 300 ms. */
export const timeScale = 100

const command = new URL("../../../../../tools/simulator/src/main.ts", import.meta.url)

/** The one line of JSON that the simulator prints once it listens. */
const isStarted = (
  value: unknown
): value is { readonly base: string; readonly control: string; readonly caFile: string } =>
  typeof value === "object" && value !== null && "base" in value && "control" in value && "caFile" in value

/** Vitest's `globalSetup`: the simulator runs as a process of its own, and ends with the tests however they end. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const child = spawn(process.execPath, [command.pathname, "--stop-with-parent"], {
    env: { ...process.env, PORT: "0", PLATFORM_TIME_SCALE: String(timeScale) },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve())
  })
  const line = await Promise.race([
    new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).once("line", resolve)
    }),
    ended.then((): never => {
      throw new Error("The simulator ended before it listened; see its messages above.")
    })
  ])
  const started: unknown = JSON.parse(line)
  if (!isStarted(started)) throw new Error(`The simulator printed "${line}".`)
  const ca = await readFile(started.caFile, "utf8")
  project.provide("simulator", { base: started.base, control: started.control, ca })
  return async () => {
    child.stdin.end()
    await ended
  }
}
