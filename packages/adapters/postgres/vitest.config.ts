import { oneProcess, project } from "../../../vitest.project.ts"

export default project("adapter-postgres", {
  globalSetup: ["@incident-teams/testkit/vitest/sharedPostgres"],
  ...oneProcess
})
