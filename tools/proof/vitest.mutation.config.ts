import { statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { defineConfig, mergeConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { oneProcess, project } from "../../vitest.project.ts"

/** The first test that fails kills a mutant, so those that are soon done and load little come first. */
class SmallestFirst extends BaseSequencer {
  override sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    const sizes = new Map(files.map(({ moduleId }) => [moduleId, statSync(moduleId).size]))
    return Promise.resolve(files.toSorted((a, b) => (sizes.get(a.moduleId) ?? 0) - (sizes.get(b.moduleId) ?? 0)))
  }
}

/** Every package's test files as one project. A property that fails isn't made small: one counterexample is enough. */
const tests = project("mutation", {
  ...oneProcess,
  include: ["packages", "packages/adapters", "apps", "tools"].map((folder) => `${folder}/*/src/**/*.test.ts`),
  globalSetup: [
    fileURLToPath(new URL("../../packages/adapters/sqlite/src/testing/temporaryFolder.ts", import.meta.url))
  ],
  setupFiles: [fileURLToPath(new URL("vitest.mutation.setup.ts", import.meta.url))]
})

/** For StrykerJS, which chooses among the test files. */
export default defineConfig((environment) =>
  mergeConfig(tests(environment), { test: { sequence: { sequencer: SmallestFirst } } })
)
