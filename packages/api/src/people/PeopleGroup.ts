import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { DirectoryUnavailableProblem, NotAllowedProblem } from "../problems/requestProblems.ts"
import { wholeNumber } from "../values/WholeNumber.ts"
import { PeopleFound } from "./PeopleFound.ts"

const search = HttpApiEndpoint.get("search", "/v1/people", {
  query: {
    search: Schema.String.check(
      Schema.isPattern(/\S/u, { expected: "a beginning that isn't blank" }),
      Schema.isMaxLength(100)
    ).annotate({ description: "How a name or address begins.", examples: ["ana"] }),
    top: Schema.optionalKey(wholeNumber(1, 50, "How many people and how many groups at most: 1 to 50, 20 unless told."))
  },
  success: PeopleFound,
  error: [NotAllowedProblem, DirectoryUnavailableProblem]
}).annotate(OpenApi.Summary, "People and groups whose name or address begins like this")

export const PeopleGroup = HttpApiGroup.make("people")
  .add(search)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "People")
  .annotate(OpenApi.Description, "Who can be put into a team.")
