import { first } from "../console/rights.ts"
import { newName, step } from "../console/Step.ts"
import { openForm } from "../screens/form/openForm.ts"
import type { Action } from "./Action.ts"
import { lost, noTeam, notChangeable } from "./teamRefusals.ts"

export const addPeople: Action = (state, incident) => {
  const { team } = incident
  const idempotencyKey = newName(state).name
  return {
    keys: ["a"],
    does: "add people and groups",
    group: "Team",
    hint: "add people",
    late: true,
    word: "add",
    changes: true,
    refusal: first(noTeam(state, incident), lost(incident), notChangeable(state, incident)),
    request: team && { _tag: "AddPeople", teamId: team.id, who: { people: [], groups: [] }, idempotencyKey },
    press: () => (team === undefined ? step(state) : openForm(state, incident.id, team.id))
  }
}
