import type { Mutant } from "./MutationReport.ts"

/** How many mutants there were, and what became of them. */
export interface Tally {
  /** All but `atLoad`. */
  readonly mutants: number
  /** A test failed. */
  readonly killed: number
  /** The tests didn't come to their end: noticed, too. */
  readonly timeouts: number
  readonly survived: number
  /** No test runs what was changed. */
  readonly uncovered: number
  /** In what runs once, when a module is loaded, as a schema does. They weren't tried, and count for nothing. */
  readonly atLoad: number
}

export const tally = (mutants: ReadonlyArray<Mutant>): Tally => {
  const of = (status: Mutant["status"]) => mutants.filter((mutant) => mutant.status === status).length
  const [killed, timeouts, survived, uncovered] = [of("Killed"), of("Timeout"), of("Survived"), of("NoCoverage")]
  return {
    mutants: killed + timeouts + survived + uncovered,
    killed,
    timeouts,
    survived,
    uncovered,
    atLoad: of("Ignored")
  }
}

/** The share that was noticed, in percent to the hundredth, never rounded up; 100 where there was nothing to notice. */
export const scoreOf = ({ killed, mutants, timeouts }: Tally): number =>
  mutants === 0 ? 100 : Math.floor((10_000 * (killed + timeouts)) / mutants) / 100
