import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { UnknownPrincipalProblem } from "../problems/favoriteProblems.ts"
import { lookingUp } from "../problems/Problem.ts"
import { GroupIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { wholeNumber } from "../values/inText.ts"
import { defaultFound } from "./defaultFound.ts"
import { GroupSize } from "./GroupSize.ts"
import { PeopleFound } from "./PeopleFound.ts"

const team = Schema.optionalKey(
  TeamIdOnWire.annotate({
    description:
      "The team whose people the search is for. An owner of the team may then search without a right in Microsoft Sentinel."
  })
)

export const PeopleQuery = {
  search: Schema.String.check(
    Schema.isPattern(/\S/u, { expected: "at least one character that isn't blank" }),
    Schema.isMaxLength(100, { expected: "at most 100 characters" })
  ).annotate({ description: "The beginning of a name or address.", examples: ["ana"] }),
  team,
  top: Schema.optionalKey(
    wholeNumber(
      { minimum: 1, maximum: 50, default: defaultFound },
      "The maximum number of people and the maximum number of groups."
    )
  )
}

const search = HttpApiEndpoint.get("search", "/v1/people", {
  query: PeopleQuery,
  success: PeopleFound,
  error: lookingUp
})
  .annotate(OpenApi.Summary, "Search people and groups")
  .annotate(
    OpenApi.Description,
    "Returns the people and groups of the directory whose name or address begins with the search text. For callers who" +
      " may write incidents on a workspace, or change the team in `team`; never for guests and disabled accounts."
  )

const group = HttpApiEndpoint.get("group", "/v1/groups/:groupId", {
  params: { groupId: GroupIdOnWire },
  query: { team },
  success: GroupSize,
  error: [...lookingUp, UnknownPrincipalProblem]
})
  .annotate(OpenApi.Summary, "Get the size of a group")
  .annotate(OpenApi.Description, "Returns how many people the group would add to a team, including nested groups.")

export const PeopleGroup = HttpApiGroup.make("people")
  .add(search, group)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "People")
  .annotate(OpenApi.Description, "People and groups that can be added to a team.")
