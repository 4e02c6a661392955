import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { first, type Refusal, whyNotChangeTeam } from "../console/rights.ts"
import type { State } from "../console/State.ts"

export const noTeam = ({ number, team }: IncidentView): Refusal =>
  team === undefined ? `Incident ${number} has no team yet. Press n to create one.` : undefined

export const noLink = (incident: IncidentView): Refusal =>
  first(
    noTeam(incident),
    incident.team?.link === undefined ? "The team is still being created and has no link yet." : undefined
  )

export const lost = ({ team }: IncidentView): Refusal =>
  team?.phase === "lost" ? "The team was deleted in Teams. Restore it (R) or recreate it (M)." : undefined

/** Why the team of an incident can't be changed, if there is one. */
export const notChangeable = (state: State, incident: IncidentView): Refusal =>
  first(noTeam(incident), whyNotChangeTeam(state, incident))
