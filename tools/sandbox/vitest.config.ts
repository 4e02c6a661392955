import { project } from "../../vitest.project.ts"

export default project("sandbox", { globalSetup: ["src/testing/sharedSandbox.ts"] })
