import { first, mayJoin, whyNotEnter } from "../console/rights.ts"
import { ask, newName, opened, step } from "../console/Step.ts"
import { emptyField } from "../keys/Field.ts"
import type { Request } from "../requests/Request.ts"
import { unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"
import { lost, noTeam } from "./teamRefusals.ts"

/** Someone who may add people joins at once; everyone else requests access, with a reason. */
export const enterTeam: Action = (state, incident) => {
  const { team } = incident
  const { me } = state.known
  const { name: idempotencyKey, state: named } = newName(state)
  const joins: Request | undefined =
    team !== undefined && me?.kind === "person" && mayJoin(state, incident)
      ? { _tag: "AddPeople", teamId: team.id, who: { people: [me.id], groups: [] }, idempotencyKey }
      : undefined
  return {
    keys: ["A"],
    does: joins === undefined ? "request access to the team" : "join the team",
    group: "Team",
    word: joins === undefined ? "request" : "join",
    changes: true,
    refusal: first(noTeam(state, incident), lost(incident), whyNotEnter(state, incident)),
    request: joins ?? (team && { _tag: "AskAccess", teamId: team.id, reason: "…", idempotencyKey }),
    press: () => {
      if (team === undefined) return step(state)
      if (joins !== undefined) return ask(named, joins)
      return step(
        opened(named, {
          _tag: "Reasoning",
          teamId: team.id,
          of: { _tag: "Ask" },
          field: emptyField,
          key: idempotencyKey,
          edition: 0,
          ...unsent
        })
      )
    }
  }
}
