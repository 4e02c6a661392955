import { project } from "../../../vitest.project.ts"

export default project("adapter-graph", {
  globalSetup: ["@incident-teams/adapter-entra/testing/simulator"],
  setupFiles: ["@incident-teams/adapter-entra/testing/trustSimulator"]
})
