import { Favorites } from "@incident-teams/api/favorites/FavoritesGroup"
import { Effect } from "effect"
import { action } from "../action.ts"
import { connected } from "../serverMeant.ts"
import { favoriteLines } from "./favoriteLines.ts"

export const list = action("list", {
  does: "Lists your favorites: the people and groups whom you want in every new team.",
  takes: {},
  examples: [{ command: "incident-teams favorites list" }],
  answers: Favorites,
  run: () => Effect.flatMap(connected, ({ favorites }) => favorites.list({})),
  show: favoriteLines
})
