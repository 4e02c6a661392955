import { existsSync, readFileSync } from "node:fs"
import { parseEnv } from "node:util"
import { ConfigProvider, Effect, type Layer } from "effect"

/** The settings of a file, if there is one, before those of the environment, as if the server were started with it. */
export const settingsIn = (path: string): Layer.Layer<never> =>
  ConfigProvider.layer(
    Effect.sync(() => {
      const all = Object.entries({ ...process.env, ...parseEnv(existsSync(path) ? readFileSync(path, "utf8") : "") })
      const env = Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
      return ConfigProvider.fromEnv({ env })
    })
  )
