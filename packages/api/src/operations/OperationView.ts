import { Schema } from "effect"
import { IncidentIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { PersonName } from "../values/People.ts"

/** Something to know about a person who is added nevertheless. */
export const WarningView = Schema.Struct({
  person: PersonName,
  problem: Schema.String.annotate({
    examples: ["Has no Teams license: the person is added but can't open Teams without one."]
  })
})

/** The progress of a team toward one desired state. */
export const OperationView = Schema.Struct({
  id: Schema.String.annotate({
    description: "The operation's ID: `<team id>.<generation>`.",
    examples: ["k3v5c2mqzt7n4wjy6abdxe2fho.1"]
  }),
  status: Schema.Literals(["Running", "Succeeded", "Failed", "Superseded"]).annotate({
    description: "Failed: action is needed, see `remedy`. Superseded: the desired state changed before it was reached."
  }),
  teamId: TeamIdOnWire,
  incidentId: IncidentIdOnWire,
  reason: Schema.optionalKey(Schema.String.annotate({ description: "Why it failed." })),
  remedy: Schema.optionalKey(Schema.String.annotate({ description: "What to do about it." })),
  warnings: Schema.optionalKey(
    Schema.Array(WarningView).annotate({ description: "Only in the first response to a request that names people." })
  )
}).annotate({ identifier: "Operation" })
export type OperationView = typeof OperationView.Type
