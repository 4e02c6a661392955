import * as fc from "fast-check"
import { describe, it } from "vitest"
import type { Action } from "./actions/Action.ts"
import { asking, rescuing } from "./actions/asking.ts"
import { deleting, following } from "./actions/following.ts"
import { deletingTeams, meddling, misfortune } from "./actions/meddling.ts"
import { starring } from "./actions/starring.ts"
import { working } from "./actions/working.ts"
import { comeToRest, isAsExpected } from "./atRest.ts"
import { Model } from "./Model.ts"
import { World } from "./World.ts"

/** Lives of two teams, told step by step. */
const lives = (numRuns: number, ...kinds: ReadonlyArray<fc.WeightedArbitrary<Action>>) =>
  fc.assert(
    fc.asyncProperty(fc.commands([fc.oneof(...kinds)], { maxCommands: 80, size: "max" }), async (actions) => {
      const world = await World.begin()
      try {
        const model = new Model()
        await fc.asyncModelRun(() => ({ model, real: world }), actions)
        await comeToRest(model, world)
        for (const [number, expected] of model.teams.entries()) {
          const one = world.cases[number]
          if (one !== undefined) isAsExpected(expected, world, one)
        }
        world.stillHolds()
      } finally {
        await world.end()
      }
    }),
    { numRuns }
  )

const everyday: ReadonlyArray<fc.WeightedArbitrary<Action>> = [
  { weight: 8, arbitrary: working },
  { weight: 5, arbitrary: following },
  { weight: 4, arbitrary: asking },
  { weight: 1, arbitrary: starring }
]

/** The tests of so many lives of each kind; MODEL_RUNS is another number of them. */
export const describeLives = (byDefault: number): void => {
  const numRuns = Number(process.env["MODEL_RUNS"] ?? byDefault)
  describe("however two incidents, their people and two workers get in each other's way", () => {
    it("every team always ends as its incident says, with whoever was asked in: L1 to L12", { timeout: 600_000 }, () =>
      lives(numRuns, ...everyday)
    )

    it("so it always does where Teams fails, lies, is slow or late", { timeout: 600_000 }, () =>
      lives(numRuns, ...everyday, { weight: 3, arbitrary: misfortune })
    )

    it("so it always does where people meddle in Teams itself", { timeout: 600_000 }, () =>
      lives(numRuns, ...everyday, { weight: 3, arbitrary: meddling })
    )

    it(
      "a team deleted in Teams is always lost until it is restored or made anew, an incident deleted archives it",
      { timeout: 600_000 },
      () =>
        lives(
          numRuns,
          ...everyday,
          { weight: 1, arbitrary: deletingTeams },
          { weight: 1, arbitrary: rescuing },
          { weight: 1, arbitrary: deleting }
        )
    )

    it("all of that at once never breaks what must hold at every moment", { timeout: 600_000 }, () =>
      lives(
        numRuns,
        ...everyday,
        { weight: 2, arbitrary: misfortune },
        { weight: 1, arbitrary: meddling },
        { weight: 1, arbitrary: deletingTeams },
        { weight: 1, arbitrary: rescuing },
        { weight: 1, arbitrary: deleting }
      )
    )
  })
}
