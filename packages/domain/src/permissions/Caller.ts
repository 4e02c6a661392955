import { Schema } from "effect"
import { ApplicationId, PersonId } from "../ids/directoryIds.ts"

/**
 * Our app roles, granted to applications by an administrator of the tenant.
 *
 * - `Team.Create`: make teams and change their people, as far as its Azure roles on the workspace go.
 * - `Incident.ReadWrite`: that, and change incidents.
 * - `Incident.Notify`: ask for an incident to be read again; for hooks, and for nothing else.
 */
export const AppRole = Schema.Literals(["Team.Create", "Incident.ReadWrite", "Incident.Notify"])
export type AppRole = typeof AppRole.Type

/** Who calls us, by the verified access token. */
export const Caller = Schema.TaggedUnion({
  User: { id: PersonId, name: Schema.String },
  /** `roles` is the token's claim as it came; roles that aren't ours mean nothing. */
  Application: { id: ApplicationId, name: Schema.String, roles: Schema.Array(Schema.String) }
})
export type Caller = typeof Caller.Type
