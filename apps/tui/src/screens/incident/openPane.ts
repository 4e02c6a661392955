import type { State } from "../../console/State.ts"
import { ask, opened, type Step } from "../../console/Step.ts"
import type { IncidentId, Request, TeamId } from "../../requests/Request.ts"
import type { Section } from "./IncidentPane.ts"

/** Everything that the pane shows about a team. */
export const readsOfTeam = (teamId: TeamId): ReadonlyArray<Request> => [
  { _tag: "ReadTeam", teamId },
  { _tag: "ReadTimeline", teamId },
  { _tag: "ReadAccessRequests", teamId }
]

/** Everything that it shows about an incident and its team. */
export const readsFor = (state: State, incidentId: IncidentId): ReadonlyArray<Request> => {
  const teamId = state.known.incidents.get(incidentId)?.team?.id
  return [{ _tag: "ReadDetails", incidentId }, ...(teamId === undefined ? [] : readsOfTeam(teamId))]
}

export const openPane = (state: State, incidentId: IncidentId, section: Section = "Overview"): Step =>
  ask(opened(state, { _tag: "IncidentPane", incidentId, section, at: 0 }), ...readsFor(state, incidentId))
