import { first, whyNotCreateTeam } from "../console/rights.ts"
import { newName } from "../console/Step.ts"
import { openForm } from "../screens/form/openForm.ts"
import type { Action } from "./Action.ts"

export const createTeam: Action = (state, incident) => {
  const { id, number, team } = incident
  const isShown = state.above.some(({ _tag }) => _tag === "IncidentPane")
  return {
    keys: ["n"],
    does: "create the incident's team",
    group: "Team",
    hint: "new team",
    word: "create",
    changes: true,
    refusal: first(
      team === undefined
        ? undefined
        : `Incident ${number} already has a team. Press ${isShown ? "2" : "Enter"} to show it.`,
      whyNotCreateTeam(state, incident)
    ),
    request: { _tag: "CreateTeam", incidentId: id, team: {}, idempotencyKey: newName(state).name },
    press: () => openForm(state, id, undefined)
  }
}
