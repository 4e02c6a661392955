import { Option, Schema } from "effect"
import { Guid, guidOf } from "./Guid.ts"

/** A person: the object id of an Entra user (a member or a guest), lower-cased. */
export const PersonId = Guid.pipe(Schema.brand("PersonId"))
export type PersonId = typeof PersonId.Type

/** The id that a foreign text spells (any case, blanks around it), or none if it is no GUID. */
export const personIdOf = (text: string): Option.Option<PersonId> =>
  Option.map(guidOf(text), (guid) => PersonId.make(guid))
