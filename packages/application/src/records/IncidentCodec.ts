import { Incident } from "@incident-teams/domain/incident/Incident"
import { recordCodec } from "./RecordCodec.ts"

/** How every store keeps a published state of an incident. It is kept for a day only, so old JSON needs no upcaster. */
export const incidentCodec = recordCodec("incident", Incident, [])
