import type { ArmState, IncidentLabel, IncidentOwner, WritableIncident } from "../../platform/ArmState.ts"
import { unassignedOwner } from "../../platform/ArmState.ts"
import { type UncheckedObject, isObject } from "../../platform/json.ts"
import { isGuid } from "../ArmCall.ts"
import { badRequest } from "../ArmError.ts"

const severities = ["High", "Medium", "Low", "Informational"] as const
const statuses = ["New", "Active", "Closed"] as const
const classifications = ["Undetermined", "TruePositive", "BenignPositive", "FalsePositive"] as const
const classificationReasons = [
  "SuspiciousActivity",
  "SuspiciousButExpected",
  "IncorrectAlertLogic",
  "InaccurateData"
] as const
const ownerTypes = ["Unknown", "User", "Group"] as const

/** A text, `undefined` for a missing or null one. */
export const textOf = (properties: UncheckedObject, name: string): string | undefined => {
  const value = properties[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== "string") throw badRequest(`'${name}' must be a string.`)
  return value
}

export const requiredText = (properties: UncheckedObject, name: string): string => {
  const value = textOf(properties, name)
  if (value === undefined || value.trim() === "") throw badRequest(`Required property '${name}' not found.`)
  return value
}

/** One of an enumeration's values, `undefined` for a missing or null one. */
export const choiceOf = <Choice extends string>(
  properties: UncheckedObject,
  name: string,
  choices: ReadonlyArray<Choice>
): Choice | undefined => {
  const value = textOf(properties, name)
  if (value === undefined) return undefined
  const choice = choices.find((known) => known === value)
  if (choice === undefined) throw badRequest(`'${value}' is not a valid '${name}'. Use one of: ${choices.join(", ")}.`)
  return choice
}

export const requiredChoice = <Choice extends string>(
  properties: UncheckedObject,
  name: string,
  choices: ReadonlyArray<Choice>
): Choice => {
  const choice = choiceOf(properties, name, choices)
  if (choice === undefined) throw badRequest(`Required property '${name}' not found.`)
  return choice
}

const timeOf = (properties: UncheckedObject, name: string): string | undefined => {
  const value = textOf(properties, name)
  if (value === undefined) return undefined
  const time = Date.parse(value)
  if (!/^\d{4}-\d{2}-\d{2}T/.test(value) || Number.isNaN(time)) throw badRequest(`'${name}' must be a date-time.`)
  return new Date(time).toISOString()
}

const ownerOf = (value: unknown): IncidentOwner => {
  if (value === undefined || value === null) return unassignedOwner()
  if (!isObject(value)) throw badRequest("'owner' must be an object.")
  const objectId = textOf(value, "objectId") ?? null
  if (objectId !== null && !isGuid(objectId)) throw badRequest("'owner.objectId' must be a GUID.")
  const ownerType = choiceOf(value, "ownerType", ownerTypes)
  return {
    objectId,
    email: textOf(value, "email") ?? null,
    assignedTo: textOf(value, "assignedTo") ?? null,
    userPrincipalName: textOf(value, "userPrincipalName") ?? null,
    ...(ownerType !== undefined && { ownerType })
  }
}

/** labelType is the service's: what a person writes is `User`, what was there as `AutoAssigned` stays so. */
const labelsOf = (value: unknown, earlier: ReadonlyArray<IncidentLabel>): Array<IncidentLabel> => {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw badRequest("'labels' must be an array.")
  return value.map((label: unknown) => {
    if (!isObject(label)) throw badRequest("Each of 'labels' must be an object.")
    const labelName = requiredText(label, "labelName")
    return { labelName, labelType: earlier.find((known) => known.labelName === labelName)?.labelType ?? "User" }
  })
}

/**
 * Reads the properties of a PUT. Read-only members and teamInformation are ignored; a writable member that is
 * missing is removed. Throws ARM's 400.
 */
export const readIncident = (
  properties: UncheckedObject,
  earlier: WritableIncident | undefined,
  arm: ArmState
): WritableIncident => {
  const title = requiredText(properties, "title")
  const severity = requiredChoice(properties, "severity", severities)
  const status = requiredChoice(properties, "status", statuses)
  const description = textOf(properties, "description")
  const classification = choiceOf(properties, "classification", classifications)
  const classificationReason = choiceOf(properties, "classificationReason", classificationReasons)
  const classificationComment = textOf(properties, "classificationComment")
  const firstActivityTimeUtc = timeOf(properties, "firstActivityTimeUtc")
  const lastActivityTimeUtc = timeOf(properties, "lastActivityTimeUtc")
  const isUnclassified = classification === undefined && arm.behavior.closingWithoutClassification === "refuse"
  if (status === "Closed" && isUnclassified) throw badRequest("A classification is required to close an incident.")
  return {
    title,
    severity,
    status,
    owner: ownerOf(properties["owner"]),
    labels: labelsOf(properties["labels"], earlier?.labels ?? []),
    ...(description !== undefined && { description }),
    ...(classification !== undefined && { classification }),
    ...(classificationReason !== undefined && { classificationReason }),
    ...(classificationComment !== undefined && { classificationComment }),
    ...(firstActivityTimeUtc !== undefined && { firstActivityTimeUtc }),
    ...(lastActivityTimeUtc !== undefined && { lastActivityTimeUtc })
  }
}
