import { Favorites } from "@incident-teams/api/favorites/FavoritesGroup"
import type { PrincipalView } from "@incident-teams/api/values/People"
import { Effect } from "effect"
import type { Client } from "../connection/client.ts"
import { action } from "./action.ts"
import type { Screen } from "./output/Screen.ts"
import { table } from "./output/table.ts"
import { noneGiven, resolvePrincipals, type Who, whoArgument, whoFlags } from "./resolve/resolvePrincipals.ts"
import { connect } from "./resolve/resolveServer.ts"

const star = ({ favorites }: Client, one: PrincipalView) =>
  one.kind === "person"
    ? favorites.starPerson({ params: { personId: one.id } })
    : favorites.starGroup({ params: { groupId: one.id } })

const unstar = ({ favorites }: Client, one: PrincipalView) =>
  one.kind === "person"
    ? favorites.unstarPerson({ params: { personId: one.id } })
    : favorites.unstarGroup({ params: { groupId: one.id } })

const changeFavorites = (change: typeof star | typeof unstar) =>
  Effect.fnUntraced(function* (who: Who) {
    const client = yield* connect
    const [first, ...rest] = yield* resolvePrincipals(client, who)
    if (first === undefined) return yield* noneGiven
    let favorites = yield* change(client, first)
    for (const principal of rest) favorites = yield* change(client, principal)
    return favorites
  })

const showFavorites = (
  { items }: { readonly items: ReadonlyArray<PrincipalView> },
  { width }: Screen
): ReadonlyArray<string> =>
  items.length === 0
    ? ["You have no favorites."]
    : table(
        [
          { title: "NAME", cell: ({ name }) => name, shrinks: true },
          { title: "KIND", cell: ({ kind }) => kind },
          { title: "ID", cell: ({ id }) => id, goes: 1 }
        ],
        items,
        width
      )

export const list = action("list", {
  does: "List your favorites: the people and groups that you want in every new team.",
  takes: {},
  examples: [{ command: "incident-teams favorites list" }],
  answers: Favorites,
  run: () => Effect.flatMap(connect, ({ favorites }) => favorites.list({})),
  show: showFavorites
})

const takes = { who: whoArgument, ...whoFlags }

export const add = action("add", {
  does: "Add people and groups to your favorites.",
  takes,
  examples: [{ command: 'incident-teams favorites add dev@woodgrove.example "SOC Tier 1"' }],
  answers: Favorites,
  run: changeFavorites(star),
  show: showFavorites
})

export const remove = action("remove", {
  does: "Remove people and groups from your favorites.",
  takes,
  examples: [{ command: "incident-teams favorites remove dev@woodgrove.example" }],
  answers: Favorites,
  run: changeFavorites(unstar),
  show: showFavorites
})
