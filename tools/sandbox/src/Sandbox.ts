import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Effect, type Scope } from "effect"
import type { SandboxFailure } from "./SandboxFailure.ts"
import { type Server, startServer } from "./Server.ts"
import { type Simulator, startSimulator } from "./Simulator.ts"
import { simulatorControl, type SimulatorControl } from "./SimulatorControl.ts"

const loopback = "127.0.0.1"

export interface SandboxOptions {
  /** Everything that is kept, and the logs. Made if it isn't there. */
  readonly dataFolder: string
  /** Where the server and the pages of signing in listen. Default: 127.0.0.1. */
  readonly host?: string
  /** Free. */
  readonly serverPort: number
  /** Of 127.0.0.1. 0: any. */
  readonly simulatorPort: number
  /** Of the pages of signing in. Default: any. */
  readonly pagesPort?: number
  /** How many times as fast the platform's time runs. */
  readonly timeScale: number
  /** Of the server, beyond those about the simulated tenant. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A simulated tenant and a server on it. */
export interface Sandbox {
  readonly simulator: Simulator
  readonly server: Server
  readonly control: SimulatorControl
  readonly serverLog: string
  /** Fails as soon as one of the two ends without having been asked to. */
  readonly died: Effect.Effect<never, SandboxFailure>
}

/** Runs a sandbox for as long as the scope lives. The server stops first, while what it talks to is still there. */
export const startSandbox = (options: SandboxOptions): Effect.Effect<Sandbox, SandboxFailure, Scope.Scope> =>
  Effect.flatMap(startTenant(options), (simulator) => startOn(simulator, options))

/** The simulated tenant of a sandbox, whose server isn't there yet. */
export const startTenant = ({
  dataFolder,
  host = loopback,
  simulatorPort,
  pagesPort = 0,
  timeScale
}: SandboxOptions): Effect.Effect<Simulator, SandboxFailure, Scope.Scope> =>
  Effect.suspend(() => {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    return startSimulator({
      port: simulatorPort,
      pages: { host, port: pagesPort },
      timeScale,
      stateFile: join(dataFolder, "simulator.json"),
      tlsFolder: join(dataFolder, "tls"),
      logFile: join(dataFolder, "simulator.log"),
      compileCacheFolder: join(dataFolder, "compile-cache")
    })
  })

/** Adds the server. */
export const startOn = (
  simulator: Simulator,
  { dataFolder, host = loopback, serverPort, timeScale, settings = {} }: SandboxOptions
): Effect.Effect<Sandbox, SandboxFailure, Scope.Scope> =>
  Effect.gen(function* () {
    const serverLog = serverLogIn(dataFolder)
    const options = { host, port: serverPort, timeScale, settings, dataFolder, logFile: serverLog }
    const server = yield* startServer(simulator, options).pipe(Effect.raceFirst(simulator.died))
    return {
      simulator,
      server,
      control: simulatorControl(simulator),
      serverLog,
      died: Effect.raceFirst(simulator.died, server.died)
    }
  })

export const serverLogIn = (dataFolder: string): string => join(dataFolder, "server.log")
