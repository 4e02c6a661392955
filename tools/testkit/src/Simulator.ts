import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { createInterface } from "node:readline"
import { setDefaultCACertificates } from "node:tls"
import { commandOf } from "./programs.ts"

/** The simulated platform's time runs so many times as fast: an archive of 30 seconds takes 0.3. */
export const timeScale = 100

/** Where a running simulator is. */
export interface SimulatorAddress {
  /** `https://localhost:PORT`: Entra ID, Microsoft Graph, Azure Resource Manager and Cosmos DB. */
  readonly base: string
  /** Where tests read and change the simulated world. */
  readonly control: string
  /** The tenant that is there from the start. */
  readonly tenantId: string
  /** The certificate authority that it is to be trusted by, as a file and as its PEM text. */
  readonly caFile: string
  readonly ca: string
  readonly timeScale: number
}

export interface Simulator extends SimulatorAddress {
  readonly stop: () => Promise<void>
}

export interface SimulatorOptions {
  /** Default: `timeScale`. */
  readonly timeScale?: number
  /** Settings beyond the usual ones, such as SIMULATOR_STATE. */
  readonly environment?: Readonly<Record<string, string>>
}

type Announced = Pick<SimulatorAddress, "base" | "control" | "tenantId" | "caFile">

/** The one line of JSON that the simulator prints once it listens. */
const isAnnounced = (value: unknown): value is Announced =>
  typeof value === "object" &&
  value !== null &&
  ["base", "control", "tenantId", "caFile"].every((name) => typeof Reflect.get(value, name) === "string")

/** Starts the simulator as a process, on any free port. It ends with its parent, however the parent ends. */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const scale = options.timeScale ?? timeScale
  const child = spawn(process.execPath, [commandOf("simulator"), "--stop-with-parent"], {
    env: { ...process.env, PORT: "0", PLATFORM_TIME_SCALE: String(scale), ...options.environment },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const ended = once(child, "exit")
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([first]) => String(first)),
    ended.then((): never => {
      throw new Error("The simulator ended before it listened; see its messages above.")
    })
  ])
  const announced: unknown = JSON.parse(line)
  if (!isAnnounced(announced)) throw new Error(`The simulator printed "${line}" instead of its address.`)
  return {
    ...announced,
    ca: await readFile(announced.caFile, "utf8"),
    timeScale: scale,
    stop: async () => {
      child.stdin.end()
      await ended
    }
  }
}

/** This process trusts the simulator and nobody else, so that a call that strays to a real host of Microsoft's fails. */
export const trustOnly = ({ ca }: Pick<SimulatorAddress, "ca">): void => setDefaultCACertificates([ca])
