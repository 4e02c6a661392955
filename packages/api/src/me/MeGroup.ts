import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { DirectoryUnavailableProblem, SentinelUnavailableProblem } from "../problems/requestProblems.ts"
import { Me } from "./Me.ts"

const get = HttpApiEndpoint.get("get", "/v1/me", {
  success: Me,
  error: [SentinelUnavailableProblem, DirectoryUnavailableProblem]
})
  .annotate(OpenApi.Summary, "Who calls, and what they may do on each workspace")
  .annotate(
    OpenApi.Description,
    "A right that is missing is told in the words of the refusal that trying would get, so that a client can say it" +
      " beforehand. Rights that were just given may take some minutes to show."
  )

export const MeGroup = HttpApiGroup.make("me")
  .add(get)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Me")
  .annotate(OpenApi.Description, "Who calls.")
