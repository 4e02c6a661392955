import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { IncidentWithTeam } from "@incident-teams/application/use-cases/listIncidents"
import { teamSummary } from "./teamView.ts"

export const incidentView = ({ incident, team }: IncidentWithTeam): IncidentView => ({
  ...incident,
  ...(team === undefined ? {} : { team: teamSummary(team.team) })
})
