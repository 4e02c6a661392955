import type { SeenRoster, StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option } from "effect"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { type RosterPage, rosterItemId, rosterPageIn } from "./PeopleItems.ts"
import { NotDone, type ReadFailure } from "./wire/CallFailure.ts"
import { persistently } from "./wire/persistently.ts"

const page = (
  teams: CosmosContainer,
  id: TeamId,
  number: number
): Effect.Effect<Option.Option<RosterPage>, ReadFailure> =>
  Effect.map(
    teams.read(id, rosterItemId(number)),
    Option.map(({ item }) => rosterPageIn(id, item))
  )

/** Who was seen in the team, whole: pages of two looks are not mixed. */
export const readRoster = (
  teams: CosmosContainer,
  id: TeamId
): Effect.Effect<Option.Option<SeenRoster>, StoreUnavailable> =>
  persistently(
    Effect.gen(function* () {
      const first = yield* page(teams, id, 0)
      if (Option.isNone(first)) return Option.none<SeenRoster>()
      const { commit, pages, roster } = first.value
      const others = yield* Effect.forEach(
        Array.from({ length: pages - 1 }, (_, index) => index + 1),
        (number) => page(teams, id, number),
        { concurrency: "unbounded" }
      )
      const all = others.flatMap((other) => Option.toArray(other)).filter((other) => other.commit === commit)
      if (all.length < pages - 1) return yield* new NotDone({ reason: "The roster was replaced while it was read." })
      return Option.some<SeenRoster>({
        at: roster.at,
        members: [roster, ...all.map((other) => other.roster)].flatMap(({ members }) => members)
      })
    })
  )
