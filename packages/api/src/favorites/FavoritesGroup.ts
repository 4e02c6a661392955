import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { TooManyFavoritesProblem, UnknownPrincipalProblem } from "../problems/favoriteProblems.ts"
import { bodyTaking, lookingUp } from "../problems/Problem.ts"
import { NotAllowedProblem, StoreUnavailableProblem } from "../problems/requestProblems.ts"
import { GroupIdOnWire, PersonIdOnWire } from "../values/Ids.ts"
import { PrincipalView } from "../values/People.ts"

export const Favorites = Schema.Struct({ items: Schema.Array(PrincipalView) }).annotate({
  identifier: "Favorites",
  description: "In the order in which they were added, with the names that they had then."
})

const error = [NotAllowedProblem, StoreUnavailableProblem] as const
const unstarring = [...error, ...bodyTaking] as const
const starring = [...bodyTaking, ...lookingUp, UnknownPrincipalProblem, TooManyFavoritesProblem] as const
const person = { personId: PersonIdOnWire }
const group = { groupId: GroupIdOnWire }

const list = HttpApiEndpoint.get("list", "/v1/favorites", { success: Favorites, error })
  .annotate(OpenApi.Summary, "List your favorites")
  .annotate(OpenApi.Description, "Favorites are preselected when you create a team.")

const starPerson = HttpApiEndpoint.put("starPerson", "/v1/favorites/people/:personId", {
  params: person,
  success: Favorites,
  error: starring
})
  .annotate(OpenApi.Summary, "Add a person to your favorites")
  .annotate(
    OpenApi.Description,
    "Succeeds without a change if the person is already a favorite. For callers who may search people."
  )

const unstarPerson = HttpApiEndpoint.delete("unstarPerson", "/v1/favorites/people/:personId", {
  params: person,
  success: Favorites,
  error: unstarring
})
  .annotate(OpenApi.Summary, "Remove a person from your favorites")
  .annotate(OpenApi.Description, "Succeeds without a change if the person isn't a favorite.")

const starGroup = HttpApiEndpoint.put("starGroup", "/v1/favorites/groups/:groupId", {
  params: group,
  success: Favorites,
  error: starring
})
  .annotate(OpenApi.Summary, "Add a group to your favorites")
  .annotate(
    OpenApi.Description,
    "Succeeds without a change if the group is already a favorite. For callers who may search people."
  )

const unstarGroup = HttpApiEndpoint.delete("unstarGroup", "/v1/favorites/groups/:groupId", {
  params: group,
  success: Favorites,
  error: unstarring
})
  .annotate(OpenApi.Summary, "Remove a group from your favorites")
  .annotate(OpenApi.Description, "Succeeds without a change if the group isn't a favorite.")

/** People and groups that are preselected for a caller's new teams. */
export const FavoritesGroup = HttpApiGroup.make("favorites")
  .add(list, starPerson, unstarPerson, starGroup, unstarGroup)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Favorites")
  .annotate(OpenApi.Description, "People and groups that are preselected for your new teams.")
