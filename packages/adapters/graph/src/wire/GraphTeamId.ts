import { Guid } from "@incident-teams/domain/ids/Guid"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Schema } from "effect"

/** In Graph a team's id is its group's object id: a GUID in any case, of which we keep the lower one. */
export const GraphTeamId = Guid.pipe(Schema.decodeTo(PlatformTeamId))
