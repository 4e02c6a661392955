import type { State } from "../../console/State.ts"
import { ask, newName, opened, type Step } from "../../console/Step.ts"
import { emptyField } from "../../keys/Field.ts"
import type { IncidentId, TeamId } from "../../requests/Request.ts"
import { unsent } from "../Sending.ts"
import type { TeamForm } from "./TeamForm.ts"

/** Opens the form for a new team, as it was left or else as the server drafts it; or for more people of a team. */
export const openForm = (state: State, incidentId: IncidentId, teamId: TeamId | undefined, marked = 0): Step => {
  const kept = teamId === undefined ? state.kept.get(incidentId) : undefined
  if (kept !== undefined) return ask(opened(state, { ...kept, ...unsent }), { _tag: "ReadFavorites" })
  const { name: key, state: named } = newName(state)
  const form: TeamForm = {
    _tag: "TeamForm",
    incidentId,
    teamId,
    marked,
    ready: teamId !== undefined,
    name: emptyField,
    description: emptyField,
    search: emptyField,
    found: undefined,
    foundFor: "",
    selected: [],
    focus: teamId === undefined ? "name" : "search",
    foundAt: 0,
    selectedAt: 0,
    key,
    edition: 0,
    ...unsent
  }
  return teamId === undefined
    ? ask(opened(named, form), { _tag: "DraftTeam", incidentId }, { _tag: "ReadFavorites" })
    : ask(opened(named, form), { _tag: "ReadFavorites" })
}
