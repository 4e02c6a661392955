import { ask, newName, step } from "../console/Step.ts"
import type { Request } from "../requests/Request.ts"
import type { Action } from "./Action.ts"
import { notChangeable } from "./teamRefusals.ts"

export const retryTeam: Action = (state, incident) => {
  const { name: idempotencyKey, state: named } = newName(state)
  const request: Request | undefined = incident.team && {
    _tag: "RetryTeam",
    teamId: incident.team.id,
    idempotencyKey
  }
  return {
    keys: ["t"],
    does: "retry everything that is blocked, waiting or refused",
    group: "Team",
    word: "retry",
    changes: true,
    refusal: notChangeable(state, incident),
    request,
    press: () => (request === undefined ? step(state) : ask(named, request))
  }
}
