import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { liveAll } from "../faults/liveAll.ts"
import { stepCalls } from "../faults/steps.ts"
import { storeCalls } from "../faults/storeSteps.ts"
import { lastingAnswersOf, storeAnswers } from "./lastingAnswers.ts"
import { type LastingLife, type LifeReport, type Span, spans, turns } from "./LastingLife.ts"
import { runLife } from "./runLife.ts"

// Object.keys forgets which keys there are.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const allSpans = Object.keys(spans) as ReadonlyArray<Span>

/** Every call of the platforms, everything that may last, the incident as it was or the other way round, and for how long. */
export const allLives: ReadonlyArray<LastingLife> = [
  ...stepCalls.map((step) => [step, lastingAnswersOf(step)] as const),
  // A request that can't be stored is refused, and its sender is answered so.
  ...storeCalls
    .filter(({ records, pointer, kind }) => (records !== undefined || pointer !== undefined) && kind !== "storedCreate")
    .map((step) => [step, storeAnswers] as const)
].flatMap(([step, answers]) =>
  answers.flatMap((answer) => turns.flatMap((turn) => allSpans.map((span) => ({ step, answer, turn, span }))))
)

/** How many times as fast the platform's time runs, where it isn't skipped. */
export const scale = 400

/** Lives all of these, each with a tenant of its own. */
export const runLasting = (
  simulator: SimulatorAddress,
  lives: ReadonlyArray<LastingLife>,
  atOnce: number,
  onLife: (report: LifeReport, done: number) => void = () => undefined
): Promise<ReadonlyArray<LifeReport>> => liveAll(lives, atOnce, (life) => runLife(life, simulator), onLife)
