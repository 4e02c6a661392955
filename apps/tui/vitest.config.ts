import { defineProject, mergeConfig } from "vitest/config"
import { project } from "../../vitest.project.ts"

export default mergeConfig(
  project("tui"),
  defineProject({ test: { globalSetup: ["testing/sandbox.ts"], setupFiles: ["testing/trustSandbox.ts"] } })
)
