import { oneProcess, project } from "../../vitest.project.ts"

export default project("rest", {
  globalSetup: ["@incident-teams/testkit/vitest/bundledPrograms", "@incident-teams/testkit/vitest/sharedSimulator"],
  setupFiles: ["@incident-teams/testkit/vitest/trustSimulator"],
  ...oneProcess
})
