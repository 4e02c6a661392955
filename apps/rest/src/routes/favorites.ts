import { listFavourites, starFavourite, unstarFavourite } from "@incident-teams/application/use-cases/favourites"
import type { Favourites } from "@incident-teams/domain/favourites/Favourites"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { principalView } from "../views/actorView.ts"

const favoritesView = ({ starred }: Favourites) => ({ items: starred.map(principalView) })

export const favorites: HandlersOf<"favorites"> = {
  list: ({ session }) => Effect.map(listFavourites(session), favoritesView),
  starPerson: ({ session, params }) =>
    Effect.map(starFavourite(session, { _tag: "Person", id: params.personId }), favoritesView),
  unstarPerson: ({ session, params }) =>
    Effect.map(unstarFavourite(session, { _tag: "Person", id: params.personId }), favoritesView),
  starGroup: ({ session, params }) =>
    Effect.map(starFavourite(session, { _tag: "Group", id: params.groupId }), favoritesView),
  unstarGroup: ({ session, params }) =>
    Effect.map(unstarFavourite(session, { _tag: "Group", id: params.groupId }), favoritesView)
}
