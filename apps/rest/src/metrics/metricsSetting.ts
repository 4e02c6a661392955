import { Config, Effect } from "effect"

const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/iu.test(host)

/**
 * METRICS: `on` or `off`, whether GET /metrics is served, to anyone and without a token. Default: on if HOST is a loopback
 * address, otherwise off. It shows counts and the aliases of workspaces, and no IDs or names.
 */
export const metricsSetting = (host: string) =>
  Effect.map(
    Config.Literals(["on", "off"], "METRICS").pipe(
      Config.withDefault(isLoopback(host) ? ("on" as const) : ("off" as const))
    ),
    (setting) => setting === "on"
  )
