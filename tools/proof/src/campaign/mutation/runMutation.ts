import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Data, Effect, Schema } from "effect"
import { type MutationReport, readReport } from "./MutationReport.ts"

const domain = fileURLToPath(new URL("../../../../../packages/domain/", import.meta.url))

/** There is no report: the tests fail as they are, or StrykerJS couldn't be started. It said more itself. */
export class NoReport extends Data.TaggedError("NoReport")<{ readonly message: string }> {}

export interface Part {
  /** Globs below `packages/domain`; everything where there are none. */
  readonly only: ReadonlyArray<string>
  /** Measures again what hasn't changed, too. */
  readonly fresh: boolean
}

/**
 * Runs StrykerJS over the domain and reads its report, in which what wasn't measured this time stands as it was found
 * last. What StrykerJS says of its progress goes to stderr.
 */
export const runMutation = ({ fresh, only }: Part): Effect.Effect<MutationReport, NoReport> =>
  Effect.try({
    try: () => {
      const { error, status } = spawnSync(
        "stryker",
        [
          "run",
          ...(fresh ? ["--force"] : []),
          ...(only.length === 0 ? [] : ["--mutate", [...only, "!src/**/*.test.ts", "!src/**/testing/**"].join(",")])
        ],
        { cwd: domain, stdio: ["ignore", process.stderr.fd, "inherit"], shell: process.platform === "win32" }
      )
      if (error) throw error
      if (status !== 0) throw new Error(`StrykerJS ended with ${status}; what it said is above`)
      return readReport(readFileSync(join(domain, "reports", "mutation", "mutation.json"), "utf8"))
    },
    catch: (cause) => new NoReport({ message: `Nothing was measured: ${String(cause)}.` })
  })

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** Of a package that the domain is tested with. */
export const versionOf = (name: string): string =>
  Schema.decodeUnknownSync(Manifest)(readFileSync(join(domain, "node_modules", name, "package.json"), "utf8")).version
