import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import {
  InternalProblem,
  InvalidParameterProblem,
  NotAcceptableProblem,
  NotReadyProblem
} from "../problems/requestProblems.ts"
import { Readiness } from "../values/Readiness.ts"

const live = HttpApiEndpoint.get("live", "/healthz", {
  success: Schema.Struct({ status: Schema.Literal("ok") }),
  error: [InvalidParameterProblem, NotAcceptableProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "Check liveness")
  .annotate(
    OpenApi.Description,
    "Succeeds as long as the process responds. Doesn't check the store, Microsoft Graph or Microsoft Sentinel. Needs no token."
  )

const ready = HttpApiEndpoint.get("ready", "/readyz", {
  success: Readiness,
  error: [InvalidParameterProblem, NotAcceptableProblem, NotReadyProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "Check readiness")
  .annotate(
    OpenApi.Description,
    "Checks, at most every 10 seconds, whether the store, Microsoft Graph and Microsoft Sentinel respond, whether" +
      " this process still works on teams, and whether teams wait because of the installation. Fails with 503 without the store. A store that can't be written to, because it is full or read-only, is degraded. Without Graph or Sentinel the status is" +
      " degraded: requests are still accepted, and the work is done later. A process that refuses requests because it" +
      " is busy is degraded too, or fails with 503 if it is configured so. Needs no token and therefore returns no" +
      " reasons; they are in the log."
  )

export const HealthGroup = HttpApiGroup.make("health")
  .add(live, ready)
  .annotate(OpenApi.Title, "Health")
  .annotate(OpenApi.Description, "For operators and load balancers.")
