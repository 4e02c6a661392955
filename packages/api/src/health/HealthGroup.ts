import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { InternalProblem, InvalidParameterProblem, NotAcceptableProblem } from "../problems/requestProblems.ts"

const live = HttpApiEndpoint.get("live", "/healthz", {
  success: Schema.Struct({ status: Schema.Literal("ok") }),
  error: [InvalidParameterProblem, NotAcceptableProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "Liveness")
  .annotate(
    OpenApi.Description,
    "The process answers. Says nothing about the store, Graph or Sentinel, and wants no token."
  )

export const HealthGroup = HttpApiGroup.make("health").add(live).annotate(OpenApi.Title, "Health")
