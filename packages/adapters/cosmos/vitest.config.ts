import { defineProject, mergeConfig } from "vitest/config"
import { project } from "../../../vitest.project.ts"

export default mergeConfig(
  project("adapter-cosmos"),
  defineProject({
    test: {
      globalSetup: ["@incident-teams/adapter-entra/testing/simulator"],
      setupFiles: ["@incident-teams/adapter-entra/testing/trustSimulator"]
    }
  })
)
