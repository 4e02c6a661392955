import { defineProject } from "vitest/config"

/**
 * What every package's tests have in common. `name` tells them apart in the report of the whole workspace.
 *
 * No test waits for ever: 30 seconds for a test, 60 for a hook (one may start a process and wait for its first answer).
 * Colors are off, because nx forces them on and a frame on the terminal is compared as text.
 */
export const project = (name: string) =>
  defineProject({
    test: {
      name,
      include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
      env: { FORCE_COLOR: "0", NO_COLOR: "1" },
      pool: "forks",
      maxWorkers: 2,
      testTimeout: 30_000,
      hookTimeout: 60_000
    }
  })
