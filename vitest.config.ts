import { defineConfig } from "vitest/config"

/** The whole workspace in one run and one report; on CI also as JSON, named after the mode, which .ci/run counts. */
export default defineConfig(({ mode }) => ({
  test: {
    projects: ["packages/*", "packages/adapters/*", "apps/*", "tools/*"].map((folder) => `${folder}/vitest.config.ts`),
    maxWorkers: 2,
    teardownTimeout: 10_000,
    reporters: process.env["CI"] ? ["default", ["json", { outputFile: `reports/${mode}.json` }]] : ["default"]
  }
}))
