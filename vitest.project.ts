import { fileURLToPath } from "node:url"
import { type ConfigEnv, mergeConfig, type UserWorkspaceConfig } from "vitest/config"

/** Where Node keeps compiled code: every worker and every process that a test starts would otherwise compile it again. */
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("node_modules/.cache/node", import.meta.url))

/**
 * Files that prove by mass, or follow a whole guide: campaigns, kills at every call, planted defects, releases,
 * walk-throughs. `vitest --mode exhaustive` runs only them, every other mode everything else.
 */
const exhaustive = ["src/**/*.exhaustive.test.ts", "src/**/*.exhaustive.test.tsx"]

/**
 * For packages whose modules keep no state between test files and whose tests leave the process as they found it: one
 * worker loads effect and the sources once for all files instead of once for each, which saves up to half of the time.
 */
export const oneProcess: UserWorkspaceConfig["test"] = { isolate: false }

/**
 * What every package's tests have in common, and what one package needs beside that. `name` tells the packages apart
 * in the report of the whole workspace.
 *
 * The time-outs only say that something hangs, also on a machine ten times as slow as the ones that we use: 5 minutes for a
 * test and for a hook, which may start processes, and 4 for a condition that is polled. Colors are off, because nx
 * forces them on and a frame on the terminal is compared as text.
 */
export const project =
  (name: string, more: UserWorkspaceConfig["test"] = {}) =>
  ({ mode }: ConfigEnv): UserWorkspaceConfig =>
    mergeConfig<UserWorkspaceConfig, UserWorkspaceConfig>(
      {
        test: {
          name,
          ...(mode === "exhaustive"
            ? { include: exhaustive }
            : { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], exclude: exhaustive }),
          env: { FORCE_COLOR: "0", NO_COLOR: "1" },
          // Node itself loads the sources, as it does when they run: no transform, and its compile cache is used.
          experimental: { viteModuleRunner: false, nodeLoader: false },
          pool: "forks",
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 240_000 } }
        }
      },
      { test: more }
    )
