import { Effect, Schedule, type Scope } from "effect"
import { type Child, startChild } from "./process/Child.ts"
import { serverCommand } from "./programs.ts"
import { consoleApplication, sentinelWorkspaces, serverApplication, standbyOwner } from "./sampleTenant.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import type { Simulator } from "./Simulator.ts"

export interface ServerOptions {
  /** Where it listens. It answers at 127.0.0.1 in any case. */
  readonly host: string
  /** Free. */
  readonly port: number
  /** The simulator's. */
  readonly timeScale: number
  /** Beyond those about the simulated tenant. */
  readonly settings: Readonly<Record<string, string>>
  /** Where its embedded store is; found again if it is there. */
  readonly dataFolder: string
  readonly logFile: string
}

export interface Server extends Pick<Child, "died"> {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
}

/** Only says that something hangs: a process that ends is noticed at once. */
const startMillis = 120_000

const answers = (url: string): Effect.Effect<boolean> =>
  Effect.tryPromise((interrupted) =>
    fetch(`${url}/healthz`, { signal: AbortSignal.any([interrupted, AbortSignal.timeout(2_000)]) })
  ).pipe(
    Effect.map(({ ok }) => ok),
    Effect.orElseSucceed(() => false)
  )

/** Where the simulated tenant is. */
export const addressesOf = (
  simulator: Pick<Simulator, "base" | "caFile">,
  timeScale: number
): Readonly<Record<string, string>> => ({
  AZURE_AUTHORITY_HOST: simulator.base,
  GRAPH_URL: simulator.base,
  ARM_URL: simulator.base,
  PLATFORM_TIME_SCALE: String(timeScale),
  NODE_EXTRA_CA_CERTS: simulator.caFile
})

/** The server's settings, all of them about the simulated tenant. */
export const serverEnvironment = (
  simulator: Pick<Simulator, "base" | "caFile" | "tenantId">,
  { url, dataFolder, timeScale }: Pick<ServerOptions, "dataFolder" | "timeScale"> & { readonly url: string }
): Readonly<Record<string, string>> => ({
  PUBLIC_URL: url,
  INCIDENT_TEAMS_DATA: dataFolder,
  AZURE_TENANT_ID: simulator.tenantId,
  AZURE_CLIENT_ID: serverApplication.clientId,
  AZURE_CLIENT_SECRET: serverApplication.secret,
  CONSOLE_CLIENT_ID: consoleApplication.clientId,
  SENTINEL_WORKSPACES: sentinelWorkspaces,
  STANDBY_OWNERS: standbyOwner,
  ...addressesOf(simulator, timeScale)
})

/** Runs the REST server against a simulator, as a process, for as long as the scope lives; it answers by then. */
export const startServer = (
  simulator: Simulator,
  options: ServerOptions
): Effect.Effect<Server, SandboxFailure, Scope.Scope> =>
  Effect.gen(function* () {
    const url = `http://127.0.0.1:${options.port}`
    const { died } = yield* startChild({
      name: "The server",
      file: serverCommand,
      env: {
        HOST: options.host,
        PORT: String(options.port),
        ...serverEnvironment(simulator, { ...options, url }),
        ...options.settings
      },
      logFile: options.logFile
    })
    yield* Effect.repeat(answers(url), { until: (ready) => ready, schedule: Schedule.spaced(50) }).pipe(
      Effect.timeoutOrElse({
        duration: startMillis,
        orElse: () =>
          Effect.fail(new SandboxFailure({ message: `The server didn't start in time; see ${options.logFile}.` }))
      }),
      Effect.raceFirst(died)
    )
    return { url, died }
  })
