import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import {
  InternalProblem,
  InvalidParameterProblem,
  NotAcceptableProblem,
  NotReadyProblem
} from "../problems/requestProblems.ts"
import { Readiness } from "./Readiness.ts"

const live = HttpApiEndpoint.get("live", "/healthz", {
  success: Schema.Struct({ status: Schema.Literal("ok") }),
  error: [InvalidParameterProblem, NotAcceptableProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "Liveness")
  .annotate(
    OpenApi.Description,
    "The process answers. Says nothing about the store, Graph or Sentinel, and wants no token."
  )

const ready = HttpApiEndpoint.get("ready", "/readyz", {
  success: Readiness,
  error: [InvalidParameterProblem, NotAcceptableProblem, NotReadyProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "Readiness")
  .annotate(
    OpenApi.Description,
    "Whether the store, Graph and Sentinel answer, looked at most every 10 seconds, and whether a process that works on" +
      " teams still does. Without the store: 503. Without Graph or Sentinel: degraded, as reading and asking go on and the work waits for them. Wants no token, and so tells" +
      " no reasons: those are in the log."
  )

export const HealthGroup = HttpApiGroup.make("health")
  .add(live, ready)
  .annotate(OpenApi.Title, "Health")
  .annotate(OpenApi.Description, "For whoever runs the server.")
