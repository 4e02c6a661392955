import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

const commandOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const simulatorCommand = commandOf("../../../tools/simulator/src/main.ts")
const serverCommand = commandOf("../../rest/src/main.ts")

/** The platform's time runs so many times as fast: an archive of 30 s takes 300 ms. */
const timeScale = "100"

/** The simulated Entra ID, Graph and ARM of the tests. */
export interface SimulatedPlatform {
  readonly base: string
  readonly control: string
  readonly caFile: string
  readonly tenantId: string
}

const isPlatform = (value: unknown): value is SimulatedPlatform =>
  typeof value === "object" && value !== null && "base" in value && "caFile" in value && "control" in value

/** It ends with its parent, however that ends. */
export const startPlatform = async (): Promise<SimulatedPlatform & { readonly stop: () => Promise<void> }> => {
  const child = spawn(process.execPath, [simulatorCommand, "--stop-with-parent"], {
    env: { ...process.env, PORT: "0", PLATFORM_TIME_SCALE: timeScale },
    stdio: ["pipe", "pipe", "inherit"]
  })
  const ended = once(child, "exit")
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), "line").then(([first]) => String(first)),
    ended.then((): never => {
      throw new Error("The simulator ended before it listened; see its messages above.")
    })
  ])
  const platform: unknown = JSON.parse(line)
  if (!isPlatform(platform)) throw new Error(`The simulator printed "${line}".`)
  const stop = async (): Promise<void> => {
    child.stdin.end()
    await ended
  }
  return { ...platform, stop }
}

/** The sample tenant's ids (tools/simulator/README.md). */
const workspaceOf = (name: string): string =>
  `${name}=/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/rg-soc/providers/Microsoft.OperationalInsights/workspaces/${name}`

export interface RunningServer {
  readonly url: string
  /** Without a word, as a crash does. */
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

export interface ServerOptions {
  readonly platform: SimulatedPlatform
  /** A tenant of the simulator's. */
  readonly tenantId: string
  readonly dataFolder: string
  /** 0: any that is free. */
  readonly port?: number
  readonly more?: Readonly<Record<string, string>>
}

/** The real server, as its operators start it. */
export const startServer = async ({
  platform,
  tenantId,
  dataFolder,
  port = 0,
  more = {}
}: ServerOptions): Promise<RunningServer> => {
  const child = spawn(process.execPath, [serverCommand], {
    env: {
      PATH: process.env["PATH"] ?? "",
      PORT: String(port),
      PUBLIC_URL: "http://127.0.0.1",
      INCIDENT_TEAMS_DATA: dataFolder,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: "7a1e0000-0000-4000-8000-000000000301",
      AZURE_CLIENT_SECRET: "sample-secret-of-server",
      CONSOLE_CLIENT_ID: "7a1e0000-0000-4000-8000-000000000304",
      AZURE_AUTHORITY_HOST: platform.base,
      GRAPH_URL: platform.base,
      ARM_URL: platform.base,
      SENTINEL_WORKSPACES: `${workspaceOf("soc-prod")},${workspaceOf("soc-lab")}`,
      STANDBY_OWNERS: "7a1e0000-0000-4000-8000-000000000109",
      PLATFORM_TIME_SCALE: timeScale,
      RATE_LIMIT_PER_MINUTE: "100000",
      NODE_EXTRA_CA_CERTS: platform.caFile,
      ...more
    },
    stdio: ["ignore", "inherit", "pipe"]
  })
  const ended = once(child, "close")
  const said: Array<string> = []
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line)
      const address = /listens on (http\S+?)"/u.exec(line)?.[1]
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => reject(new Error(`The server ended before it listened:\n${said.join("\n")}`)))
  })
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    child.kill(signal)
    await ended
  }
  return { url, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") }
}
