import type { StepCall } from "../faults/steps.ts"
import type { LastingAnswer } from "./lastingAnswers.ts"

/** What becomes of the incident at the moment that it begins to go wrong: nothing, or it is closed (reopened, if it was closed). */
export type Turn = "stays" | "turns"
export const turns: ReadonlyArray<Turn> = ["stays", "turns"]

const hour = 60 * 60_000

/** How long it goes wrong before it is mended, in milliseconds of the platform's time. */
export const spans = { "1 hour": hour, "3 days": 72 * hour, "2 weeks": 14 * 24 * hour } as const
export type Span = keyof typeof spans

/** A step that goes wrong in the same way for as long as it lasts. */
export interface LastingLife {
  readonly step: StepCall
  readonly answer: LastingAnswer
  readonly turn: Turn
  readonly span: Span
}

/**
 * Where a life is, once things had time. `ended`: all is as the incident says, and nobody has anything left to do.
 * `waitingTold`: something is left, and the team or the installation's health says what. `silent`: neither.
 */
export type Standing = "ended" | "waitingTold" | "silent"

/** Two cells of the matrix: while it goes wrong, and after it was mended. */
export interface LifeReport {
  readonly step: string
  readonly answer: string
  readonly turn: Turn
  readonly span: Span
  readonly unmended: Standing
  readonly mended: Standing
  /** A person had to do what was printed after it was mended: to retry, to restore, or to request people again. */
  readonly acted: boolean
  /** A closed incident's team stayed open although nothing that archiving needs went wrong. */
  readonly leftOpen: boolean
  /** Remedies that were printed and don't mend what went wrong. */
  readonly wrongRemedies: ReadonlyArray<string>
  /** People who were recorded as refused although the answer was about us. */
  readonly refusedForOurTrouble: number
  /** What was said, or what was left where nothing was said. */
  readonly words: string
  /** It couldn't be lived as described; both cells count as silent. */
  readonly failure?: string
}
