import { relative } from "node:path/posix"
import { Schema } from "effect"

const Position = Schema.Struct({ line: Schema.Int, column: Schema.Int })

/** StrykerJS's own report, as far as it is read here. Lines and columns count from 1. */
const StrykerReport = Schema.fromJsonString(
  Schema.Struct({
    framework: Schema.Struct({ version: Schema.String }),
    files: Schema.Record(
      Schema.String,
      Schema.Struct({
        source: Schema.String,
        mutants: Schema.Array(
          Schema.Struct({
            replacement: Schema.String,
            status: Schema.Literals([
              "Killed",
              "Timeout",
              "Survived",
              "NoCoverage",
              "Ignored",
              "CompileError",
              "RuntimeError",
              "Pending"
            ]),
            location: Schema.Struct({ start: Position, end: Position })
          })
        )
      })
    )
  })
)
type Location = (typeof StrykerReport.Type)["files"][string]["mutants"][number]["location"]

/** One small wrong change, and whether a test noticed. */
export interface Mutant {
  /** Below `src`. */
  readonly file: string
  readonly line: number
  /** The source that was replaced. */
  readonly original: string
  readonly replacement: string
  readonly status: (typeof StrykerReport.Type)["files"][string]["mutants"][number]["status"]
}

export interface MutationReport {
  /** Of StrykerJS. */
  readonly version: string
  readonly mutants: ReadonlyArray<Mutant>
}

/** Reads what StrykerJS wrote about the package in this folder. Throws at anything else. */
export const readReport = (json: string, folder: string): MutationReport => {
  const { files, framework } = Schema.decodeUnknownSync(StrykerReport)(json)
  return {
    version: framework.version,
    mutants: Object.entries(files).flatMap(([file, { mutants, source }]) =>
      mutants.map(({ location, replacement, status }) => ({
        file: relative(`${folder}/src`, file),
        line: location.start.line,
        original: textAt(source, location),
        replacement,
        status
      }))
    )
  }
}

const textAt = (source: string, { end, start }: Location): string => {
  const lines = source.split("\n").slice(start.line - 1, end.line)
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === lines.length - 1 ? end.column - 1 : undefined)
    )
    .join("\n")
}

/** Those that no test noticed. */
export const survivors = (mutants: ReadonlyArray<Mutant>): ReadonlyArray<Mutant> =>
  mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage")
