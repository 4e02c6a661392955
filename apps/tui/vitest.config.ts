import { oneProcess, project } from "../../vitest.project.ts"

export default project("tui", {
  globalSetup: [
    "@incident-teams/testkit/vitest/bundledPrograms",
    "@incident-teams/testkit/vitest/sharedSimulator",
    "testing/sandbox.ts"
  ],
  setupFiles: ["@incident-teams/testkit/vitest/trustSimulator"],
  ...oneProcess,
  // Node doesn't load JSX.
  experimental: { viteModuleRunner: true }
})
