import type { ConfigEnv } from "vitest/config"
import { oneProcess, project } from "../../vitest.project.ts"

const test = project("tui", {
  globalSetup: [
    "@incident-teams/testkit/vitest/bundledPrograms",
    "@incident-teams/testkit/vitest/sharedSimulator",
    "testing/sandbox.ts"
  ],
  setupFiles: ["@incident-teams/testkit/vitest/trustSimulator"],
  ...oneProcess,
  // As `main.ts` does: React's build for developers takes several times as long to draw a frame.
  env: { NODE_ENV: "production" },
  // Node doesn't load JSX.
  experimental: { viteModuleRunner: true }
})

export default (environment: ConfigEnv) => ({ ...test(environment), oxc: { jsx: { development: false } } })
