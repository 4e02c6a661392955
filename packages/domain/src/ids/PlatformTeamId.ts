import { Option, Schema } from "effect"
import { Guid, guidOf } from "./Guid.ts"

/** The team's id on the platform. In Graph a team's id is its Microsoft 365 group's id: a GUID, lower-cased. */
export const PlatformTeamId = Guid.pipe(Schema.brand("PlatformTeamId"))
export type PlatformTeamId = typeof PlatformTeamId.Type

/** The id that a foreign text spells (any case, blanks around it), or none if it is no GUID. */
export const platformTeamIdOf = (text: string): Option.Option<PlatformTeamId> =>
  Option.map(guidOf(text), (guid) => PlatformTeamId.make(guid))
