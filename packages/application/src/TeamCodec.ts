import { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { Team } from "@incident-teams/domain/team/Team"
import { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { SeenRoster } from "./ports/TeamStore.ts"
import { recordCodec } from "./RecordCodec.ts"

/** How every store keeps a team's records. Whoever changes one of these schemas adds an upcaster here. */
export const teamCodec = recordCodec("team", Team, [])
export const eventCodec = recordCodec("event", TeamEvent, [])
export const chunkCodec = recordCodec("chunk of people", PeopleChunk, [])
export const rosterCodec = recordCodec("roster", SeenRoster, [])
