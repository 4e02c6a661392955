import { Effect } from "effect"
import { freePort, isFree } from "./process/freePort.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { numberSetting } from "./settings.ts"

const usualServerPort = 8080
const usualSimulatorPort = 8480

const portSetting = (name: string) =>
  numberSetting(
    name,
    "a port from 0 (any that is free) to 65535",
    (value) => Number.isInteger(value) && value >= 0 && value <= 65_535
  )

const exactly = (name: string, port: number): Effect.Effect<number, SandboxFailure> =>
  Effect.flatMap(isFree(port), (free) =>
    free
      ? Effect.succeed(port)
      : Effect.fail(
          new SandboxFailure({
            message: `Port ${port} is in use. Stop the process that listens on 127.0.0.1:${port}, or choose another port (${name}=0: any free one).`
          })
        )
  )

/** PORT. Default: 8080. 0: any free port. */
export const serverPort: Effect.Effect<number, SandboxFailure> = Effect.flatMap(
  portSetting("PORT"),
  (port = usualServerPort) => (port === 0 ? freePort : exactly("PORT", port))
)

/**
 * SIMULATOR_PORT if it is set. Otherwise 8480 or, where that is taken, 0: any that is free. The port is part of the
 * issuer in tokens, but of nothing that is stored, so another one than last time costs no more than new tokens.
 */
export const simulatorPort: Effect.Effect<number, SandboxFailure> = Effect.flatMap(
  portSetting("SIMULATOR_PORT"),
  (configured) => {
    if (configured === 0) return Effect.succeed(0)
    if (configured !== undefined) return exactly("SIMULATOR_PORT", configured)
    return Effect.map(isFree(usualSimulatorPort), (free) => (free ? usualSimulatorPort : 0))
  }
)

/** SIMULATOR_PAGES_PORT, of the pages of signing in. Default: 0, any free port. */
export const pagesPort: Effect.Effect<number, SandboxFailure> = Effect.flatMap(
  portSetting("SIMULATOR_PAGES_PORT"),
  (configured = 0) => (configured === 0 ? Effect.succeed(0) : exactly("SIMULATOR_PAGES_PORT", configured))
)
