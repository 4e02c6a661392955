import { project } from "../../vitest.project.ts"

export default project("testkit", {
  globalSetup: ["src/vitest/sharedSimulator.ts"],
  setupFiles: ["src/vitest/trustSimulator.ts"]
})
