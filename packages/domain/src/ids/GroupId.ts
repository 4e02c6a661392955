import { Option, Schema } from "effect"
import { Guid, guidOf } from "./Guid.ts"

/** A group of people: the object id of an Entra group (security, mail-enabled or Microsoft 365), lower-cased. */
export const GroupId = Guid.pipe(Schema.brand("GroupId"))
export type GroupId = typeof GroupId.Type

/** The id that a foreign text spells (any case, blanks around it), or none if it is no GUID. */
export const groupIdOf = (text: string): Option.Option<GroupId> =>
  Option.map(guidOf(text), (guid) => GroupId.make(guid))
