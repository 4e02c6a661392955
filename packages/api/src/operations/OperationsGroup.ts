import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { teamReading } from "../problems/Problem.ts"
import { OperationNotFoundProblem } from "../problems/teamProblems.ts"
import { wholeNumber } from "../values/WholeNumber.ts"
import { OperationView } from "./OperationView.ts"

export const OperationId = Schema.String.check(
  Schema.isPattern(/^[a-z2-7]{26}\.[1-9][0-9]{0,8}$/u, { expected: "<team id>.<generation>" })
).annotate({
  description: "The operation's ID, as in Operation-Location: `<team id>.<generation>`.",
  examples: ["k3v5c2mqzt7n4wjy6abdxe2fho.1"]
})

const get = HttpApiEndpoint.get("get", "/v1/operations/:operationId", {
  params: { operationId: OperationId },
  success: HttpApiSchema.WithHeaders(OperationView, {
    "retry-after": Schema.optionalKey(
      wholeNumber(0, 3_600, "Seconds to wait before the next poll. Only while the operation is running.")
    )
  }),
  error: [...teamReading, OperationNotFoundProblem]
})
  .annotate(OpenApi.Summary, "Get an operation")
  .annotate(
    OpenApi.Description,
    "Returns the progress of a request that was accepted with 202. Poll it until it is no longer Running."
  )

export const OperationsGroup = HttpApiGroup.make("operations")
  .add(get)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Operations")
  .annotate(OpenApi.Description, "The progress of requests that were accepted with 202.")
