import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { teamReading } from "../problems/Problem.ts"
import { OperationNotFoundProblem } from "../problems/teamProblems.ts"
import { wholeNumber } from "../values/inText.ts"
import { OperationId, OperationView } from "./OperationView.ts"

const get = HttpApiEndpoint.get("get", "/v1/operations/:operationId", {
  params: { operationId: OperationId },
  success: HttpApiSchema.WithHeaders(OperationView, {
    "retry-after": Schema.optionalKey(
      wholeNumber(
        { minimum: 0, maximum: 3_600 },
        "Seconds to wait before the next poll. Only while the operation is running."
      )
    )
  }),
  error: [...teamReading, OperationNotFoundProblem]
})
  .annotate(OpenApi.Summary, "Get an operation")
  .annotate(
    OpenApi.Description,
    "Returns the progress of a request that was accepted with 202. Poll it until its status is no longer Running. Every other status is final."
  )

export const OperationsGroup = HttpApiGroup.make("operations")
  .add(get)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Operations")
  .annotate(OpenApi.Description, "The progress of requests that were accepted with 202.")
