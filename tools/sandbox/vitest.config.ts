import { project } from "../../vitest.project.ts"

export default project("sandbox", { globalSetup: ["src/testing/sharedSandbox.ts", "src/testing/bundledCommands.ts"] })
