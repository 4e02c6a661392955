import { draftTeam } from "@incident-teams/application/use-cases/draftTeam"
import { starFavorite, unstarFavorite } from "@incident-teams/application/use-cases/favorites"
import { Result } from "effect"
import * as fc from "fast-check"
import { as, cast } from "../../testing/Cast.ts"
import { outcomeOf } from "../../testing/MemoryWorld.ts"
import { named } from "../Model.ts"
import { Action } from "./Action.ts"
import { which } from "./which.ts"

/** L10: what is preselected is what was starred and not unstarred since, no matter which teams were made meanwhile. */
export const starring: fc.Arbitrary<Action> = fc.oneof(
  fc.tuple(fc.constantFrom(...named), fc.boolean()).map(
    ([who, star]) =>
      new Action(`Ben ${star ? "stars" : "unstars"} ${who}`, async (model, world) => {
        const principal = { _tag: "Person", id: cast[who].id } as const
        await world.do(star ? starFavorite(as("ben"), principal) : unstarFavorite(as("ben"), principal))
        if (star) model.starred.add(who)
        else model.starred.delete(who)
      })
  ),
  which.map(
    (number) =>
      new Action(`Ben opens the form for incident ${number}`, async (model, world) => {
        const draft = await world.do(outcomeOf(draftTeam(as("ben"), world.cases[number].incident)))
        if (Result.isFailure(draft)) return
        const preselected = draft.success.preselected.map(({ principal }) => principal.id)
        const starred = [...model.starred].map((who) => cast[who].id)
        world.expect(
          preselected.length === starred.length && starred.every((id) => preselected.includes(id)),
          "L10: what is preselected isn't what is starred"
        )
      })
  )
)
