import { Schema } from "effect"
import { Guid } from "../ids/Guid.ts"

/** Whom Sentinel names as the incident's owner. Every part may be missing; an unassigned incident has no owner. */
export const IncidentOwner = Schema.Struct({
  /** Entra object id of a person or a group. */
  id: Schema.optionalKey(Guid),
  /** Display name (`assignedTo`). */
  name: Schema.optionalKey(Schema.String),
  email: Schema.optionalKey(Schema.String),
  userPrincipalName: Schema.optionalKey(Schema.String),
  /** `User`, `Group`, `Unknown`, or a value newer than this. */
  kind: Schema.optionalKey(Schema.String)
})
export type IncidentOwner = typeof IncidentOwner.Type
