import * as fc from "fast-check"
import type { Action } from "./actions/Action.ts"
import { asking, rescuing } from "./actions/asking.ts"
import { deleting, following } from "./actions/following.ts"
import { deletingTeams, meddling, misfortune } from "./actions/meddling.ts"
import { starring } from "./actions/starring.ts"
import { working } from "./actions/working.ts"
import { comeToRest, isAsExpected } from "./atRest.ts"
import { Model } from "./Model.ts"
import { World } from "./World.ts"

/** Lives of each kind that a property is tried on; MODEL_RUNS is another number than `usual`. */
export const livesOfEachKind = (usual: number): number => Number(process.env["MODEL_RUNS"] ?? usual)

/** What must hold of every life of two teams, told step by step, in which these actions happen. */
export const livesOf = (kinds: ReadonlyArray<fc.WeightedArbitrary<Action>>) =>
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
  })

const everyday: ReadonlyArray<fc.WeightedArbitrary<Action>> = [
  { weight: 8, arbitrary: working },
  { weight: 5, arbitrary: following },
  { weight: 4, arbitrary: asking },
  { weight: 1, arbitrary: starring }
]

/** What happens in each kind of life, by what must hold of it. */
export const kinds: Readonly<Record<string, ReadonlyArray<fc.WeightedArbitrary<Action>>>> = {
  "every team always ends as its incident says, with everybody who was asked in: L1 to L12": everyday,
  "so it always does where Teams fails, lies, is slow or late": [...everyday, { weight: 3, arbitrary: misfortune }],
  "so it always does where people meddle in Teams itself": [...everyday, { weight: 3, arbitrary: meddling }],
  "a team deleted in Teams is always lost until it is restored or recreated, an incident deleted archives it": [
    ...everyday,
    { weight: 1, arbitrary: deletingTeams },
    { weight: 1, arbitrary: rescuing },
    { weight: 1, arbitrary: deleting }
  ],
  "all of that at once never breaks what must hold at every moment": [
    ...everyday,
    { weight: 2, arbitrary: misfortune },
    { weight: 1, arbitrary: meddling },
    { weight: 1, arbitrary: deletingTeams },
    { weight: 1, arbitrary: rescuing },
    { weight: 1, arbitrary: deleting }
  ]
}
