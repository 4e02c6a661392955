import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { Effect, type Scope } from "effect"
import type { SandboxFailure } from "./SandboxFailure.ts"
import { type Server, startServer } from "./Server.ts"
import { type Simulator, startSimulator } from "./Simulator.ts"
import { simulatorControl, type SimulatorControl } from "./SimulatorControl.ts"

export interface SandboxOptions {
  /** Everything that is kept, and the logs. Made if it isn't there. */
  readonly dataFolder: string
  /** Of 127.0.0.1; free. */
  readonly serverPort: number
  /** The same; 0: any. */
  readonly simulatorPort: number
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
export const startSandbox = ({
  dataFolder,
  serverPort,
  simulatorPort,
  timeScale,
  settings = {}
}: SandboxOptions): Effect.Effect<Sandbox, SandboxFailure, Scope.Scope> =>
  Effect.gen(function* () {
    yield* Effect.sync(() => mkdirSync(dataFolder, { recursive: true, mode: 0o700 }))
    const simulator = yield* startSimulator({
      port: simulatorPort,
      timeScale,
      stateFile: join(dataFolder, "simulator.json"),
      tlsFolder: join(dataFolder, "tls"),
      logFile: join(dataFolder, "simulator.log"),
      compileCacheFolder: join(dataFolder, "compile-cache")
    })
    const serverLog = join(dataFolder, "server.log")
    const options = { port: serverPort, timeScale, settings, dataFolder, logFile: serverLog }
    const server = yield* startServer(simulator, options).pipe(Effect.raceFirst(simulator.died))
    return {
      simulator,
      server,
      control: simulatorControl(simulator),
      serverLog,
      died: Effect.raceFirst(simulator.died, server.died)
    }
  })
