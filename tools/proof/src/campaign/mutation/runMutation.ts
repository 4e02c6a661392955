import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Data, Effect, Schema } from "effect"
import type { Mutated } from "./Mutated.ts"
import { type MutationReport, readReport } from "./MutationReport.ts"

/** The repository's, with a slash at the end. */
export const root = fileURLToPath(new URL("../../../../../", import.meta.url))

/** There is no report: the tests fail as they are, or StrykerJS couldn't be started. It said more itself. */
export class NoReport extends Data.TaggedError("NoReport")<{ readonly message: string }> {}

export interface Part {
  /** Globs below the package's `src`; everything that is measured of it where there are none. */
  readonly only: ReadonlyArray<string>
  /** Measures again what hasn't changed, too. */
  readonly fresh: boolean
}

/**
 * Runs StrykerJS over a package and reads the results that it keeps for the package's next run, in which what wasn't
 * measured this time stands as it was found last. What StrykerJS says of its progress goes to stderr.
 */
export const runMutation = (
  { files, folder, name, tests }: Mutated,
  { fresh, only }: Part
): Effect.Effect<MutationReport, NoReport> =>
  Effect.try({
    try: () => {
      const results = `reports/mutation/${name}.json`
      const mutate = (only.length === 0 ? files : only).map((glob) => `${folder}/src/${glob}`)
      const { error, status } = spawnSync(
        "stryker",
        [
          "run",
          "tools/proof/stryker.config.json",
          ...(fresh ? ["--force"] : []),
          "--mutate",
          [...mutate, `!${folder}/src/**/*.test.ts`, `!${folder}/src/**/testing/**`].join(","),
          "--testFiles",
          tests.join(","),
          "--incrementalFile",
          results
        ],
        { cwd: root, stdio: ["ignore", process.stderr.fd, "inherit"], shell: process.platform === "win32" }
      )
      if (error) throw error
      if (status !== 0) throw new Error(`StrykerJS ended with ${status}; what it said is above`)
      return readReport(readFileSync(join(root, results), "utf8"), folder)
    },
    catch: (cause) => new NoReport({ message: `Nothing was measured: ${String(cause)}.` })
  })

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** Of a package that the tests run with. */
export const versionOf = (name: string): string =>
  Schema.decodeUnknownSync(Manifest)(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version
