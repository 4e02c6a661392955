import { Array, Result } from "effect"
import { defined } from "../defined.ts"
import { inLines, onOneLine } from "../text/visibleText.ts"
import { reasonsFor } from "./Classification.ts"
import type { Incident } from "./Incident.ts"
import {
  type Assignee,
  type ChangeProblem,
  type IncidentChange,
  type IncidentPatch,
  InvalidIncidentChange
} from "./IncidentChange.ts"
import { isClosed } from "./IncidentStatus.ts"

const classificationFields = ["classification", "classificationReason", "classificationComment"] as const

/** An open incident has no classification, so naming one without closing is a misunderstanding. */
const problemsWhileOpen = (change: IncidentChange): ReadonlyArray<ChangeProblem> =>
  classificationFields
    .filter((field) => change[field] !== undefined)
    .map((field) => ({
      field,
      problem: "Only a closed incident has a classification.",
      remedy: `Close the incident in the same change (status Closed), or leave ${field} out.`
    }))

/** Closing requires the classification again: what an earlier close said may no longer be true. */
const problemsWhileClosed = (incident: Incident, change: IncidentChange): ReadonlyArray<ChangeProblem> => {
  const { classification, classificationReason: reason } = change
  if (classification === undefined) {
    if (reason !== undefined) {
      return [
        {
          field: "classification",
          problem: "A reason means nothing without its classification.",
          remedy: "Give the classification too."
        }
      ]
    }
    return isClosed(incident.status)
      ? []
      : [
          {
            field: "classification",
            problem: "Closing an incident needs a classification.",
            remedy: "Use TruePositive, BenignPositive, FalsePositive or Undetermined."
          }
        ]
  }
  const reasons = reasonsFor(classification)
  if (reasons.length === 0) {
    return reason === undefined
      ? []
      : [
          {
            field: "classificationReason",
            problem: `${classification} takes no reason.`,
            remedy: "Leave classificationReason out."
          }
        ]
  }
  return reasons.some((one) => one === reason)
    ? []
    : [
        {
          field: "classificationReason",
          problem:
            reason === undefined
              ? `${classification} needs a reason.`
              : `${reason} isn't a reason for ${classification}.`,
          remedy: `Use ${reasons.join(" or ")}.`
        }
      ]
}

const problemsOf = (incident: Incident, change: IncidentChange): ReadonlyArray<ChangeProblem> => {
  if (Object.keys(change).length === 0) {
    return [
      {
        field: "change",
        problem: "The request changes nothing.",
        remedy: "Name at least one of status, severity, owner and classification."
      }
    ]
  }
  return isClosed(change.status ?? incident.status) ? problemsWhileClosed(incident, change) : problemsWhileOpen(change)
}

/** An assignee is so once Sentinel names the same person or group; the other parts are Sentinel's to fill in. */
const ownerDiffers = (incident: Incident, owner: NonNullable<IncidentChange["owner"]> | null): boolean =>
  owner === null ? incident.owner !== undefined : incident.owner?.id !== owner.id

/** What a person typed or pasted, as it is written: without what nobody sees. */
const cleaned = ({ classificationComment, owner, ...change }: IncidentChange): IncidentChange => ({
  ...change,
  ...(classificationComment === undefined ? {} : { classificationComment: inLines(classificationComment) }),
  ...(owner === undefined ? {} : { owner: owner === null ? null : cleanedAssignee(owner) })
})

const cleanedAssignee = ({ id, kind, name, email, userPrincipalName }: Assignee): Assignee => ({
  id,
  kind,
  ...(name === undefined ? {} : { name: onOneLine(name) }),
  ...(email === undefined ? {} : { email: onOneLine(email) }),
  ...(userPrincipalName === undefined ? {} : { userPrincipalName: onOneLine(userPrincipalName) })
})

const patchOf = (incident: Incident, change: IncidentChange): IncidentPatch => {
  const { status, classification, classificationReason, classificationComment, severity, owner } = cleaned(change)
  const clearsReason =
    classification !== undefined && classificationReason === undefined && incident.classificationReason !== undefined
  return {
    ...(status !== undefined && status !== incident.status ? { status } : {}),
    ...(classification !== undefined && classification !== incident.classification ? { classification } : {}),
    ...(classificationReason !== undefined && classificationReason !== incident.classificationReason
      ? { classificationReason }
      : {}),
    ...(clearsReason ? { classificationReason: null } : {}),
    ...(classificationComment !== undefined && classificationComment !== incident.classificationComment
      ? { classificationComment }
      : {}),
    ...(severity !== undefined && severity !== incident.severity ? { severity } : {}),
    ...(owner !== undefined && ownerDiffers(incident, owner) ? { owner } : {})
  }
}

/**
 * What a requested change means for this incident.
 *
 * Sentinel's API doesn't insist on a classification when an incident is closed; its portal does, and so do we, since
 * reports count on it. The reason must be one that the portal offers for that classification.
 */
export const changeIncident = (
  incident: Incident,
  change: IncidentChange
): Result.Result<IncidentPatch, InvalidIncidentChange> => {
  const problems = problemsOf(incident, change)
  return Array.isReadonlyArrayNonEmpty(problems)
    ? Result.fail(new InvalidIncidentChange({ problems }))
    : Result.succeed(patchOf(incident, change))
}

export const isEmptyPatch = (patch: IncidentPatch): boolean => Object.keys(patch).length === 0

/** The incident as it is to be written: PUT replaces all that is writable, so a patch is merged into what was read. */
export const applyPatch = (incident: Incident, patch: IncidentPatch): Incident => {
  const { classificationReason, owner, ...rest } = patch
  const { classificationReason: formerReason, owner: formerOwner, ...unchanged } = incident
  const reason = classificationReason === undefined ? formerReason : (classificationReason ?? undefined)
  const nextOwner = owner === undefined ? formerOwner : (owner ?? undefined)
  return {
    ...unchanged,
    ...rest,
    ...defined({ classificationReason: reason, owner: nextOwner })
  }
}
