import { fileURLToPath } from "node:url"
import { oneProcess, project } from "../../vitest.project.ts"

/**
 * For StrykerJS, which chooses the test files: those of every package as one project. A property that fails isn't made
 * small: the first counterexample kills the mutant.
 */
export default project("mutation", {
  ...oneProcess,
  include: ["packages", "packages/adapters", "apps", "tools"].map((folder) => `${folder}/*/src/**/*.test.ts`),
  globalSetup: [
    fileURLToPath(new URL("../../packages/adapters/sqlite/src/testing/temporaryFolder.ts", import.meta.url))
  ],
  setupFiles: [fileURLToPath(new URL("vitest.mutation.setup.ts", import.meta.url))]
})
