import { first } from "../console/rights.ts"
import { ask, newName, step } from "../console/Step.ts"
import type { Request } from "../requests/Request.ts"
import type { Action } from "./Action.ts"
import { noTeam, notChangeable, notLost } from "./teamRefusals.ts"

export const restoreTeam: Action = (state, incident) => {
  const { name: idempotencyKey, state: named } = newName(state)
  const request: Request | undefined = incident.team && {
    _tag: "RestoreTeam",
    teamId: incident.team.id,
    idempotencyKey
  }
  return {
    keys: ["R"],
    does: "restore a team that was deleted in Teams",
    group: "Team",
    word: "restore",
    changes: true,
    refusal: first(noTeam(incident), notLost(incident), notChangeable(state, incident)),
    request,
    press: () => (request === undefined ? step(state) : ask(named, request))
  }
}
