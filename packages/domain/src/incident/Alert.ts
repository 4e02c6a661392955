import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"
import { Severity } from "./Severity.ts"

/** One alert behind an incident (at most 150 per incident). All texts may come from an attacker. */
export const Alert = Schema.Struct({
  /** The `systemAlertId`, or the resource name where Sentinel leaves that out. */
  id: Schema.String,
  name: Schema.String,
  type: Schema.optionalKey(Schema.String),
  description: Schema.optionalKey(Schema.String),
  severity: Schema.optionalKey(Severity),
  status: Schema.optionalKey(Schema.String),
  productName: Schema.optionalKey(Schema.String),
  productComponentName: Schema.optionalKey(Schema.String),
  vendorName: Schema.optionalKey(Schema.String),
  /** The id that the product itself gave to the alert. */
  providerAlertId: Schema.optionalKey(Schema.String),
  compromisedEntity: Schema.optionalKey(Schema.String),
  confidenceLevel: Schema.optionalKey(Schema.String),
  intent: Schema.optionalKey(Schema.String),
  tactics: Schema.Array(Schema.String),
  remediationSteps: Schema.Array(Schema.String),
  started: Schema.optionalKey(Timestamp),
  ended: Schema.optionalKey(Timestamp),
  generated: Schema.optionalKey(Timestamp),
  /** Address of the alert in its product. */
  url: Schema.optionalKey(Schema.String)
})
export type Alert = typeof Alert.Type
