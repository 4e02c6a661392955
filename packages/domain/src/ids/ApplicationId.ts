import { Option, Schema } from "effect"
import { Guid, guidOf } from "./Guid.ts"

/** A calling application: the object id of its service principal in the tenant, lower-cased (role assignments name this one, not the client id). */
export const ApplicationId = Guid.pipe(Schema.brand("ApplicationId"))
export type ApplicationId = typeof ApplicationId.Type

/** The id that a foreign text spells (any case, blanks around it), or none if it is no GUID. */
export const applicationIdOf = (text: string): Option.Option<ApplicationId> =>
  Option.map(guidOf(text), (guid) => ApplicationId.make(guid))
