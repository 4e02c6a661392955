import { project } from "../../vitest.project.ts"

export default project("tui", { globalSetup: ["testing/sandbox.ts"], setupFiles: ["testing/trustSandbox.ts"] })
