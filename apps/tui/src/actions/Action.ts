import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { State } from "../console/State.ts"
import type { Binding } from "../keys/Binding.ts"

/** Something that can be done about an incident or its team: its key, what it does, and why it can't be done now. */
export type Action = (state: State, incident: IncidentView) => Binding
