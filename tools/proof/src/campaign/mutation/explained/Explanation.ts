import type { Mutant } from "../MutationReport.ts"

/** Mutants that no test can tell from the original, and why. */
export interface Explanation {
  readonly why: string
  /** Where below `src`, what was there, and what stood there instead. */
  readonly mutants: ReadonlyArray<readonly [file: string, original: string, replacement: string]>
}

/** Why this mutant may survive; undefined where that isn't known. */
export const explanationOf = (
  explained: ReadonlyArray<Explanation>,
  { file, original, replacement }: Mutant
): Explanation | undefined =>
  explained.find(({ mutants }) =>
    mutants.some(([where, was, became]) => where === file && was === original && became === replacement)
  )
