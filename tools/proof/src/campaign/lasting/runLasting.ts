import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { liveAll } from "../faults/liveAll.ts"
import { stepCalls } from "../faults/steps.ts"
import { lastingAnswersOf } from "./lastingAnswers.ts"
import { type LastingLife, type LifeReport, turns } from "./LastingLife.ts"
import { runLife } from "./runLife.ts"

/** Every call of the platforms, every answer that may last, and the incident as it was or the other way round. */
export const allLives: ReadonlyArray<LastingLife> = stepCalls.flatMap((step) =>
  lastingAnswersOf(step).flatMap((answer) => turns.map((turn) => ({ step, answer, turn })))
)

/** How many times as fast the platform's time runs: half an hour takes four and a half seconds. */
export const scale = 400

/** Lives all of these, each with a tenant and a store of its own. */
export const runLasting = async (
  simulator: SimulatorAddress,
  lives: ReadonlyArray<LastingLife>,
  atOnce: number,
  onLife: (report: LifeReport, done: number) => void = () => undefined
): Promise<ReadonlyArray<LifeReport>> => {
  const folder = mkdtempSync(join(tmpdir(), "incident-teams-lasting-"))
  try {
    return await liveAll(lives, atOnce, (life) => runLife(life, simulator, folder), onLife)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
