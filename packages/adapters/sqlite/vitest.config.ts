import { oneProcess, project } from "../../../vitest.project.ts"

export default project("adapter-sqlite", { globalSetup: ["./src/testing/temporaryFolder.ts"], ...oneProcess })
