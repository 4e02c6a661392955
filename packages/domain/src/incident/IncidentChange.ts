import { Schema } from "effect"
import { Guid } from "../ids/Guid.ts"
import { KnownClassification, KnownClassificationReason } from "./Classification.ts"
import { KnownIncidentStatus } from "./IncidentStatus.ts"
import { KnownSeverity } from "./Severity.ts"

/** Whom an incident is to be assigned to. Sentinel finds the rest of the owner by the id. */
export const Assignee = Schema.Struct({
  id: Guid,
  kind: Schema.Literals(["User", "Group"]),
  name: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String),
  userPrincipalName: Schema.optionalKey(Schema.String)
})
export type Assignee = typeof Assignee.Type

/** A requested change of an incident. Members that aren't named stay as they are. */
export const IncidentChange = Schema.Struct({
  status: Schema.optionalKey(KnownIncidentStatus),
  classification: Schema.optionalKey(KnownClassification),
  classificationReason: Schema.optionalKey(KnownClassificationReason),
  classificationComment: Schema.optionalKey(Schema.String),
  severity: Schema.optionalKey(KnownSeverity),
  /** `null` unassigns. */
  owner: Schema.optionalKey(Schema.NullOr(Assignee))
})
export type IncidentChange = typeof IncidentChange.Type

/**
 * What has to be written so that the change is so: only what differs. Empty: it already is.
 * `null` clears the value in Sentinel.
 */
export interface IncidentPatch {
  readonly status?: KnownIncidentStatus
  readonly classification?: KnownClassification
  readonly classificationReason?: KnownClassificationReason | null
  readonly classificationComment?: string
  readonly severity?: KnownSeverity
  readonly owner?: Assignee | null
}

/** One thing that is wrong with a requested change. */
export const ChangeProblem = Schema.Struct({
  field: Schema.Literals(["change", "status", "classification", "classificationReason", "classificationComment"]),
  problem: Schema.String,
  remedy: Schema.String
})
export type ChangeProblem = typeof ChangeProblem.Type

/** Refused: the change contradicts itself or the incident's status. Names everything that is wrong at once. */
export class InvalidIncidentChange extends Schema.TaggedError<InvalidIncidentChange>()("InvalidIncidentChange", {
  problems: Schema.NonEmptyArray(ChangeProblem)
}) {
  override get message(): string {
    return this.problems.map(({ field, problem, remedy }) => `${field}: ${problem} ${remedy}`).join(" ")
  }
}
