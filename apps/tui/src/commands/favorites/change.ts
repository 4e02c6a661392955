import { Favorites } from "@incident-teams/api/favorites/FavoritesGroup"
import type { PrincipalView } from "@incident-teams/api/values/People"
import { Effect } from "effect"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { principalsMeant, type Who, whoArgument, whoFlags } from "../meant/principalsMeant.ts"
import { connected } from "../serverMeant.ts"
import { favoriteLines } from "./favoriteLines.ts"

const nobody = new CommandFailure({
  ending: "usage",
  type: "nothing-named",
  title: "Nobody is named",
  detail: "The command takes at least one person or group.",
  remedy: "Name one: by user principal name, mail address, object id or name."
})

const star = ({ favorites }: Client, one: PrincipalView) =>
  one.kind === "person"
    ? favorites.starPerson({ params: { personId: one.id } })
    : favorites.starGroup({ params: { groupId: one.id } })

const unstar = ({ favorites }: Client, one: PrincipalView) =>
  one.kind === "person"
    ? favorites.unstarPerson({ params: { personId: one.id } })
    : favorites.unstarGroup({ params: { groupId: one.id } })

const changing = (change: typeof star | typeof unstar) =>
  Effect.fnUntraced(function* (who: Who) {
    const client = yield* connected
    const [first, ...rest] = yield* principalsMeant(client, who)
    if (first === undefined) return yield* nobody
    let favorites = yield* change(client, first)
    for (const principal of rest) favorites = yield* change(client, principal)
    return favorites
  })

const takes = { who: whoArgument, ...whoFlags }

export const add = action("add", {
  does: "Stars people and groups.",
  takes,
  examples: [{ command: 'incident-teams favorites add dev@woodgrove.example "SOC Tier 1"' }],
  answers: Favorites,
  run: changing(star),
  show: favoriteLines
})

export const remove = action("remove", {
  does: "Unstars people and groups.",
  takes,
  examples: [{ command: "incident-teams favorites remove dev@woodgrove.example" }],
  answers: Favorites,
  run: changing(unstar),
  show: favoriteLines
})
