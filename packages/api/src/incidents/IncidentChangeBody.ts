import { Guid } from "@incident-teams/domain/ids/Guid"
import { KnownClassification, KnownClassificationReason } from "@incident-teams/domain/incident/Classification"
import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Schema } from "effect"

const assigneeId = Schema.String.annotate({
  format: "uuid",
  description: "Object ID of a Microsoft Entra user or group.",
  examples: ["2046feea-040d-4a46-9e2b-91c2941bfa70"]
}).pipe(Schema.decodeTo(Guid))

const Assignee = Schema.Struct({
  id: assigneeId,
  kind: Schema.Literals(["User", "Group"]),
  name: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String),
  userPrincipalName: Schema.optionalKey(Schema.String)
})

/** The changes to an incident. Members that are left out stay unchanged. */
export const IncidentChangeBody = Schema.Struct({
  status: Schema.optionalKey(
    KnownIncidentStatus.annotate({
      description: "Closed archives the team, unless it serves another open incident. New or Active reopens it."
    })
  ),
  severity: Schema.optionalKey(KnownSeverity),
  owner: Schema.optionalKey(
    Schema.NullOr(Assignee).annotate({ description: "The new owner. null removes the owner." })
  ),
  classification: Schema.optionalKey(
    KnownClassification.annotate({
      description: "Required to close an incident. Not allowed while the incident is open."
    })
  ),
  classificationReason: Schema.optionalKey(
    KnownClassificationReason.annotate({
      description:
        "Must match the classification. TruePositive: SuspiciousActivity. BenignPositive: SuspiciousButExpected." +
        " FalsePositive: IncorrectAlertLogic or InaccurateData. Undetermined: none."
    })
  ),
  classificationComment: Schema.optionalKey(
    Schema.String.check(Schema.isMaxLength(30_000, { expected: "at most 30,000 characters" })).annotate({
      examples: ["The mailbox was taken over; password reset."]
    })
  )
})
  .check(Schema.isMinProperties(1, { expected: "at least one change" }))
  .annotate({
    identifier: "IncidentChange",
    examples: [
      {
        status: "Closed",
        classification: "TruePositive",
        classificationReason: "SuspiciousActivity",
        classificationComment: "The mailbox was taken over; password reset."
      }
    ]
  })
export type IncidentChangeBody = typeof IncidentChangeBody.Type
