import { listFavorites, starFavorite, unstarFavorite } from "@incident-teams/application/use-cases/favorites"
import type { Favorites } from "@incident-teams/domain/favorites/Favorites"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { principalView } from "../views/actorView.ts"

const favoritesView = ({ starred }: Favorites) => ({ items: starred.map(principalView) })

export const favorites: HandlersOf<"favorites"> = {
  list: ({ session }) => Effect.map(listFavorites(session), favoritesView),
  starPerson: ({ session, params }) =>
    Effect.map(starFavorite(session, { _tag: "Person", id: params.personId }), favoritesView),
  unstarPerson: ({ session, params }) =>
    Effect.map(unstarFavorite(session, { _tag: "Person", id: params.personId }), favoritesView),
  starGroup: ({ session, params }) =>
    Effect.map(starFavorite(session, { _tag: "Group", id: params.groupId }), favoritesView),
  unstarGroup: ({ session, params }) =>
    Effect.map(unstarFavorite(session, { _tag: "Group", id: params.groupId }), favoritesView)
}
