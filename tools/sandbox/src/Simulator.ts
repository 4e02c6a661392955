import { readFileSync } from "node:fs"
import { setDefaultCACertificates } from "node:tls"
import { Effect, Schema, type Scope } from "effect"
import { type Child, startChild } from "./process/Child.ts"
import { simulatorCommand } from "./programs.ts"
import { SandboxFailure } from "./SandboxFailure.ts"

export interface SimulatorOptions {
  /** Of 127.0.0.1; free. 0: any. */
  readonly port: number
  /** Where a browser reaches its pages of signing in. Port 0: any. */
  readonly pages: { readonly host: string; readonly port: number }
  /** How many times as fast the platform's time runs. */
  readonly timeScale: number
  /** Its tenants, certificate and keys; found again if it is there. */
  readonly stateFile: string
  /** Where it puts its CA's certificate. */
  readonly tlsFolder: string
  readonly logFile: string
  /** Where Node keeps the simulator's compiled code, unless NODE_COMPILE_CACHE names a folder. */
  readonly compileCacheFolder: string
}

/** The simulated Entra ID, Microsoft Graph and Azure Resource Manager, as a process. */
export interface Simulator extends Pick<Child, "died"> {
  /** `https://localhost:PORT`: the address of all three. */
  readonly base: string
  /** Where the simulated world is asked and changed. */
  readonly control: string
  readonly tenantId: string
  /** The certificate that it is to be trusted by, in PEM. */
  readonly caFile: string
}

const Announced = Schema.fromJsonString(
  Schema.Struct({ base: Schema.String, control: Schema.String, tenantId: Schema.String, caFile: Schema.String })
)

/** Only says that something hangs: a process that ends is noticed at once. */
const startMillis = 120_000

/** From here on this process trusts the simulator, and nobody else. */
export const trust = (caFile: string): void => setDefaultCACertificates([readFileSync(caFile, "utf8")])

/** Runs a simulator for as long as the scope lives. */
export const startSimulator = (options: SimulatorOptions): Effect.Effect<Simulator, SandboxFailure, Scope.Scope> =>
  Effect.gen(function* () {
    const { firstLine, died } = yield* startChild({
      name: "The simulator",
      file: simulatorCommand,
      env: {
        PORT: String(options.port),
        PAGES_HOST: options.pages.host,
        PAGES_PORT: String(options.pages.port),
        PLATFORM_TIME_SCALE: String(options.timeScale),
        SIMULATOR_STATE: options.stateFile,
        SIMULATOR_TLS: options.tlsFolder,
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? options.compileCacheFolder
      },
      logFile: options.logFile
    })
    const line = yield* Effect.timeoutOrElse(firstLine, {
      duration: startMillis,
      orElse: () =>
        Effect.fail(new SandboxFailure({ message: `The simulator didn't start in time; see ${options.logFile}.` }))
    })
    const announced = yield* Schema.decodeEffect(Announced)(line).pipe(
      Effect.mapError(
        (cause) => new SandboxFailure({ message: `The simulator said "${line}" instead of where it is.`, cause })
      )
    )
    yield* Effect.sync(() => trust(announced.caFile))
    return { ...announced, died }
  })
