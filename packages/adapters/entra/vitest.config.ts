import { project } from "../../../vitest.project.ts"

export default project("adapter-entra", {
  globalSetup: ["src/testing/simulator.ts"],
  setupFiles: ["src/testing/trustSimulator.ts"]
})
