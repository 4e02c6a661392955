import { Schema } from "effect"
import { defined } from "../defined.ts"
import { Classification, ClassificationReason } from "./Classification.ts"
import type { Incident } from "./Incident.ts"
import { IncidentOwner } from "./IncidentOwner.ts"
import { IncidentStatus } from "./IncidentStatus.ts"
import { Severity } from "./Severity.ts"

const fromTo = <S extends Schema.Top>(value: S) => Schema.Struct({ from: value, to: value })

/**
 * What one write changed of an incident. Empty: only what isn't followed here, such as a label. The comment of a
 * classification stays in Sentinel alone: it may be long, and everyone who may read the incident finds it there.
 */
export const IncidentChanges = Schema.Struct({
  status: Schema.optionalKey(fromTo(IncidentStatus)),
  /** Present where the incident was closed, or classified again. */
  classification: Schema.optionalKey(Classification),
  classificationReason: Schema.optionalKey(ClassificationReason),
  severity: Schema.optionalKey(fromTo(Severity)),
  /** Whom it is assigned to now; null: to no one. */
  owner: Schema.optionalKey(Schema.NullOr(IncidentOwner)),
  title: Schema.optionalKey(fromTo(Schema.String))
})
export type IncidentChanges = typeof IncidentChanges.Type

/** Something that a person or an application did to an incident through Incident Teams. */
export const IncidentAct = Schema.TaggedUnion({
  /** `etag`: of the version that this write led to, by which a read of the incident is known to be of it. */
  Changed: { etag: Schema.String, changes: IncidentChanges },
  Deleted: {}
})
export type IncidentAct = typeof IncidentAct.Type

type Followed = Pick<
  Incident,
  "status" | "classification" | "classificationReason" | "severity" | "owner" | "title" | "etag"
>

/** What was changed by a write that found the incident as `before` and left it as `after`. */
export const changeOf = (before: Followed, after: Followed): Extract<IncidentAct, { readonly _tag: "Changed" }> => {
  const status = before.status === after.status ? undefined : { from: before.status, to: after.status }
  const isClassified =
    status?.to === "Closed" ||
    before.classification !== after.classification ||
    before.classificationReason !== after.classificationReason
  return {
    _tag: "Changed",
    etag: after.etag,
    changes: defined({
      status,
      classification: isClassified ? after.classification : undefined,
      classificationReason: isClassified ? after.classificationReason : undefined,
      severity: before.severity === after.severity ? undefined : { from: before.severity, to: after.severity },
      owner: isSameOwner(before.owner, after.owner) ? undefined : (after.owner ?? null),
      title: before.title === after.title ? undefined : { from: before.title, to: after.title }
    })
  }
}

/** Sentinel completes an owner after the write, so the parts that name one decide. */
const isSameOwner = (before: IncidentOwner | undefined, after: IncidentOwner | undefined): boolean =>
  (before === undefined) === (after === undefined) &&
  before?.id === after?.id &&
  (before?.id !== undefined || before?.userPrincipalName === after?.userPrincipalName)
