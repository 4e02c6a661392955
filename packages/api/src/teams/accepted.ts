import { Schema } from "effect"
import { HttpApiSchema } from "effect/http-api"
import { OperationView } from "../operations/OperationView.ts"
import { idempotencyReplayed } from "../values/Conditions.ts"
import { wholeNumber } from "../values/inText.ts"

/** 202: the request is stored and will be carried out. The operation shows its progress. */
export const accepted = HttpApiSchema.WithHeaders(OperationView.pipe(HttpApiSchema.status(202)), {
  "operation-location": Schema.String.annotate({
    description: "Address of the operation.",
    examples: ["https://incident-teams.example.com/v1/operations/k3v5c2mqzt7n4wjy6abdxe2fho-1"]
  }),
  location: Schema.String.annotate({
    description: "Address of the team.",
    examples: ["https://incident-teams.example.com/v1/teams/k3v5c2mqzt7n4wjy6abdxe2fho"]
  }),
  "idempotency-replayed": idempotencyReplayed,
  "retry-after": wholeNumber({ minimum: 0, maximum: 3_600 }, "Seconds to wait before the first poll of the operation.")
})
