import { oneProcess, project } from "../../vitest.project.ts"

export default project("proof", { globalSetup: ["@incident-teams/testkit/vitest/bundledPrograms"], ...oneProcess })
