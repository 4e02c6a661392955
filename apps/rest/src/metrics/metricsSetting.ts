import { Config, Effect } from "effect"

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/iu.test(host)

/**
 * METRICS: `on` or `off`, whether GET /metrics is answered, to whoever reaches the server and without a token. Left out:
 * on where HOST is a loopback address, off elsewhere. It tells counts and the aliases of workspaces, and no ids or names.
 */
export const metricsSetting = (host: string) =>
  Effect.map(
    Config.Literals(["on", "off"], "METRICS").pipe(
      Config.withDefault(isLoopback(host) ? ("on" as const) : ("off" as const))
    ),
    (setting) => setting === "on"
  )
