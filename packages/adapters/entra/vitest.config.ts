import { defineProject, mergeConfig } from "vitest/config"
import { project } from "../../../vitest.project.ts"

export default mergeConfig(
  project("adapter-entra"),
  defineProject({
    test: { globalSetup: ["src/testing/simulator.ts"], setupFiles: ["src/testing/trustSimulator.ts"] }
  })
)
