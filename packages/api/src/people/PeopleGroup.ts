import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { UnknownPrincipalProblem } from "../problems/favoriteProblems.ts"
import { DirectoryUnavailableProblem, NotAllowedProblem } from "../problems/requestProblems.ts"
import { GroupIdOnWire } from "../values/Ids.ts"
import { wholeNumber } from "../values/WholeNumber.ts"
import { GroupSize } from "./GroupSize.ts"
import { PeopleFound } from "./PeopleFound.ts"

export const PeopleQuery = {
  search: Schema.String.check(
    Schema.isPattern(/\S/u, { expected: "a beginning that isn't blank" }),
    Schema.isMaxLength(100)
  ).annotate({ description: "How a name or address begins.", examples: ["ana"] }),
  top: Schema.optionalKey(wholeNumber(1, 50, "How many people and how many groups at most: 1 to 50, 20 unless told."))
}

const search = HttpApiEndpoint.get("search", "/v1/people", {
  query: PeopleQuery,
  success: PeopleFound,
  error: [NotAllowedProblem, DirectoryUnavailableProblem]
}).annotate(OpenApi.Summary, "People and groups whose name or address begins like this")

const group = HttpApiEndpoint.get("group", "/v1/groups/:groupId", {
  params: { groupId: GroupIdOnWire },
  success: GroupSize,
  error: [NotAllowedProblem, DirectoryUnavailableProblem, UnknownPrincipalProblem]
}).annotate(OpenApi.Summary, "How many people a group would bring into a team")

export const PeopleGroup = HttpApiGroup.make("people")
  .add(search, group)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "People")
  .annotate(OpenApi.Description, "Who can be put into a team.")
