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

/** The operation's ID. Before requests were numbered, it named the generation of the desired state. */
export const OperationId = Schema.String.check(
  Schema.isPattern(/^[a-z2-7]{26}(?:-(?:0|[1-9][0-9]{0,8})|\.[1-9][0-9]{0,8})$/u, {
    expected: "<team id>-<number of the request>"
  })
).annotate({
  description:
    "The operation's ID: `<team id>-<number>`, where the number counts the accepted requests of the team. 0 is the number of every request that changed nothing. `<team id>.<generation>` is the progress toward the desired state with that number.",
  examples: ["k3v5c2mqzt7n4wjy6abdxe2fho-1"]
})

/** How far an accepted request has come. */
export const OperationView = Schema.Struct({
  id: OperationId,
  status: Schema.Literals(["Running", "Succeeded", "Failed", "Canceled"]).annotate({
    description:
      "Every status but Running is final. Succeeded: everything that was requested is settled; the team shows people and" +
      " groups that were refused. Failed: action is needed, see `remedy`. Canceled: a later request, or a change of the" +
      " incident, replaced it."
  }),
  teamId: TeamIdOnWire,
  incidentId: IncidentIdOnWire,
  reason: Schema.optionalKey(
    Schema.String.annotate({
      description: "Why it failed or was canceled. While Running: why it can't continue before someone acts."
    })
  ),
  remedy: Schema.optionalKey(Schema.String.annotate({ description: "What to do about it." })),
  error: Schema.optionalKey(
    Schema.Struct({ code: Schema.String, message: Schema.String }).annotate({
      description: "Only if it failed: reason and remedy in the form that pollers of Azure's client libraries read."
    })
  ),
  warnings: Schema.optionalKey(
    Schema.Array(WarningView).annotate({ description: "Only in the first response to a request that names people." })
  )
}).annotate({ identifier: "Operation" })
export type OperationView = typeof OperationView.Type
