import { Option, Schema } from "effect"
import { Guid, guidOf } from "./Guid.ts"

// Object ids of Entra ID, lower-cased. Each `…IdOf` reads one from foreign text: any case, blanks around it; none if it
// is no GUID.

/** A person: an Entra user, member or guest. */
export const PersonId = Guid.pipe(Schema.brand("PersonId"))
export type PersonId = typeof PersonId.Type
export const personIdOf = (text: string): Option.Option<PersonId> =>
  Option.map(guidOf(text), (guid) => PersonId.make(guid))

/** A group of people: security, mail-enabled or Microsoft 365. */
export const GroupId = Guid.pipe(Schema.brand("GroupId"))
export type GroupId = typeof GroupId.Type
export const groupIdOf = (text: string): Option.Option<GroupId> =>
  Option.map(guidOf(text), (guid) => GroupId.make(guid))

/** A calling application: its service principal in the tenant, which role assignments name; not the client id. */
export const ApplicationId = Guid.pipe(Schema.brand("ApplicationId"))
export type ApplicationId = typeof ApplicationId.Type
export const applicationIdOf = (text: string): Option.Option<ApplicationId> =>
  Option.map(guidOf(text), (guid) => ApplicationId.make(guid))

/** The Entra tenant of the deployment. One deployment serves one tenant. */
export const TenantId = Guid.pipe(Schema.brand("TenantId"))
export type TenantId = typeof TenantId.Type
