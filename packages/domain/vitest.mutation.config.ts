import { fileURLToPath } from "node:url"
import { defineConfig, mergeConfig } from "vitest/config"
import tests from "./vitest.config.ts"

/** The same tests, but a property that fails isn't made small: the first counterexample kills the mutant. */
export default defineConfig((environment) =>
  mergeConfig(tests(environment), {
    test: { setupFiles: [fileURLToPath(new URL("./vitest.mutation.setup.ts", import.meta.url))] }
  })
)
