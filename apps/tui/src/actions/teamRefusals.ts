import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { first, type Refusal, whyNotChangeTeam, whyNotCreateTeam } from "../console/rights.ts"
import type { State } from "../console/State.ts"

/** The key for those who may create one. */
const keyToCreate = (state: State, incident: IncidentView): string =>
  whyNotCreateTeam(state, incident) === undefined ? " Press n to create one." : ""

export const noTeam = (state: State, incident: IncidentView): Refusal =>
  incident.team === undefined
    ? `Incident ${incident.number} has no team yet.${keyToCreate(state, incident)}`
    : undefined

/** What stands in place of a team. */
export const insteadOfTeam = (state: State, incident: IncidentView): string =>
  `This incident has no team.${keyToCreate(state, incident)}`

export const noLink = (state: State, incident: IncidentView): Refusal =>
  first(
    noTeam(state, incident),
    incident.team?.link === undefined ? "The team is still being created and has no link yet." : undefined
  )

export const lost = ({ team }: IncidentView): Refusal =>
  team?.phase === "lost" ? "The team was deleted in Teams. Restore it (R) or recreate it (M)." : undefined

/** Why the team of an incident can't be changed, if there is one. */
export const notChangeable = (state: State, incident: IncidentView): Refusal =>
  first(noTeam(state, incident), whyNotChangeTeam(state, incident))
