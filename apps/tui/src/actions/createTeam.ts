import { first, whyNotCreateTeam } from "../console/rights.ts"
import { newName } from "../console/Step.ts"
import { openForm } from "../screens/form/openForm.ts"
import type { Action } from "./Action.ts"

export const createTeam: Action = (state, incident) => {
  const { id, number, status, team } = incident
  return {
    keys: ["n"],
    does: "create the incident's team",
    group: "Team",
    hint: "new team",
    word: "create",
    changes: true,
    refusal: first(
      team === undefined ? undefined : `Incident ${number} already has a team. Press Enter to show it.`,
      status === "Closed" ? `Incident ${number} is closed. Reopen it first (o).` : undefined,
      whyNotCreateTeam(state, incident)
    ),
    request: { _tag: "CreateTeam", incidentId: id, team: {}, idempotencyKey: newName(state).name },
    press: () => openForm(state, id, undefined)
  }
}
