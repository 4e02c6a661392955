import { Option, Schema } from "effect"
import { Guid, guidOf } from "./Guid.ts"

/** The Entra tenant of the deployment, lower-cased. One deployment serves one tenant. */
export const TenantId = Guid.pipe(Schema.brand("TenantId"))
export type TenantId = typeof TenantId.Type

/** The id that a foreign text spells (any case, blanks around it), or none if it is no GUID. */
export const tenantIdOf = (text: string): Option.Option<TenantId> =>
  Option.map(guidOf(text), (guid) => TenantId.make(guid))
