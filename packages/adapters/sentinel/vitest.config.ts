import { project } from "../../../vitest.project.ts"

/** The simulator, started as a process; shared by the adapters that talk to Microsoft's services. */
const testing = "../entra/src/testing"

export default project("adapter-sentinel", {
  globalSetup: [`${testing}/simulator.ts`],
  setupFiles: [`${testing}/trustSimulator.ts`]
})
