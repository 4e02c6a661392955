import type { State } from "../../console/State.ts"
import { ask, opened, type Step } from "../../console/Step.ts"
import type { IncidentId, Request } from "../../requests/Request.ts"
import type { Section } from "./IncidentPane.ts"

/** Everything that the pane shows about an incident and its team. */
export const readsFor = (state: State, incidentId: IncidentId): ReadonlyArray<Request> => {
  const teamId = state.known.incidents.get(incidentId)?.team?.id
  return [
    { _tag: "ReadDetails", incidentId },
    ...(teamId === undefined
      ? []
      : [
          { _tag: "ReadTeam", teamId } as const,
          { _tag: "ReadTimeline", teamId } as const,
          { _tag: "ReadAccessRequests", teamId } as const
        ])
  ]
}

export const openPane = (state: State, incidentId: IncidentId, section: Section = "Overview"): Step =>
  ask(opened(state, { _tag: "IncidentPane", incidentId, section, at: 0 }), ...readsFor(state, incidentId))
