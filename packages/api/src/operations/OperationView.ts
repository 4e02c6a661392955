import { Schema } from "effect"
import { IncidentIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { PersonName } from "../values/People.ts"

/** Something to know about somebody who is added all the same. */
export const WarningView = Schema.Struct({
  person: PersonName,
  problem: Schema.String.annotate({
    examples: ["Has no Teams license: is added, but can't open Teams before getting one."]
  })
})

/** How far what was wanted of a team has come. */
export const OperationView = Schema.Struct({
  id: Schema.String.annotate({
    description: "`<team id>.<generation>`",
    examples: ["k3v5c2mqzt7n4wjy6abdxe2fho.1"]
  }),
  status: Schema.Literals(["Running", "Succeeded", "Failed", "Superseded"]).annotate({
    description: "Failed: a person is needed, see remedy. Superseded: something else was wanted before it got there."
  }),
  teamId: TeamIdOnWire,
  incidentId: IncidentIdOnWire,
  reason: Schema.optionalKey(Schema.String),
  remedy: Schema.optionalKey(Schema.String),
  warnings: Schema.optionalKey(
    Schema.Array(WarningView).annotate({ description: "Only in the first answer to a request that names people." })
  )
}).annotate({ identifier: "Operation" })
export type OperationView = typeof OperationView.Type
