import { defined } from "@incident-teams/domain/defined"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Alert } from "@incident-teams/domain/incident/Alert"
import { Severity } from "@incident-teams/domain/incident/Severity"
import { Result, Schema } from "effect"
import { lenient, lenientTexts, textsOf } from "./lenient.ts"

/** A SecurityAlert of the answer to POST …/alerts. */
const WireAlert = Schema.Struct({
  name: Schema.NonEmptyString,
  properties: Schema.Struct({
    systemAlertId: lenient(Schema.NonEmptyString),
    alertDisplayName: lenient(Schema.NonEmptyString),
    friendlyName: lenient(Schema.NonEmptyString),
    alertType: lenient(Schema.String),
    alertLink: lenient(Schema.String),
    description: lenient(Schema.String),
    severity: lenient(Severity),
    status: lenient(Schema.String),
    productName: lenient(Schema.String),
    productComponentName: lenient(Schema.String),
    vendorName: lenient(Schema.String),
    providerAlertId: lenient(Schema.String),
    compromisedEntity: lenient(Schema.String),
    confidenceLevel: lenient(Schema.String),
    intent: lenient(Schema.String),
    tactics: lenientTexts,
    remediationSteps: lenientTexts,
    startTimeUtc: lenient(Timestamp),
    endTimeUtc: lenient(Timestamp),
    timeGenerated: lenient(Timestamp)
  })
})

const decode = Schema.decodeUnknownResult(WireAlert)

export const decodeAlert = (wire: unknown): Result.Result<Alert, Schema.SchemaError> =>
  Result.map(decode(wire), ({ name, properties }) => {
    const {
      systemAlertId,
      alertDisplayName,
      friendlyName,
      alertType: type,
      alertLink: url,
      startTimeUtc: started,
      endTimeUtc: ended,
      timeGenerated: generated,
      tactics,
      remediationSteps,
      ...same
    } = properties
    return {
      ...same,
      id: systemAlertId ?? name,
      name: alertDisplayName ?? friendlyName ?? type ?? name,
      tactics: textsOf(tactics),
      remediationSteps: textsOf(remediationSteps),
      ...defined({ type, url, started, ended, generated })
    }
  })
