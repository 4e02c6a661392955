import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type Reporter, type TestModule, type TestSpecification } from "vitest/node"

/** By the reason that stands beside every test that takes long: "Takes more than 60 seconds: ...". */
const secondsOf = ({ moduleId }: TestSpecification): number =>
  Number(/Takes more than (\d+) seconds:/u.exec(readFileSync(moduleId, "utf8"))?.[1] ?? 0)

/** The longest first: one that began last would leave the other worker idle. The others package by package, as usual. */
class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    // oxlint-disable-next-line unicorn/no-array-sort -- The sequencer's method, not an array's.
    const timed = (await super.sort(files)).map((file) => ({ file, seconds: secondsOf(file) }))
    return timed.toSorted((one, other) => other.seconds - one.seconds).map(({ file }) => file)
  }
}

/** What each file took, in seconds, with the hooks that the JSON report leaves out: `[[file, seconds], ...]`. */
const durationsIn = (path: string): Reporter => ({
  onTestRunEnd: (modules: ReadonlyArray<TestModule>) => {
    const durations = modules.map((module) => [module.moduleId, module.diagnostic().duration / 1_000])
    mkdirSync("reports", { recursive: true })
    writeFileSync(path, JSON.stringify(durations))
  }
})

/** The whole workspace in one run and one report; on CI also as JSON, named after the mode, which .ci/run counts. */
export default defineConfig(({ mode }) => ({
  test: {
    projects: ["packages/*", "packages/adapters/*", "apps/*", "tools/*"].map((folder) => `${folder}/vitest.config.ts`),
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 10_000,
    reporters: process.env["CI"]
      ? ["default", ["json", { outputFile: `reports/${mode}.json` }], durationsIn(`reports/${mode}-seconds.json`)]
      : ["default"]
  }
}))
