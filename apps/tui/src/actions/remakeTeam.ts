import { first } from "../console/rights.ts"
import { newName, opened, step } from "../console/Step.ts"
import type { Request } from "../requests/Request.ts"
import { unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"
import { noTeam, notChangeable, notLost } from "./teamRefusals.ts"

export const remakeTeam: Action = (state, incident) => {
  const { name: idempotencyKey, state: named } = newName(state)
  const request: Request | undefined = incident.team && {
    _tag: "RemakeTeam",
    teamId: incident.team.id,
    idempotencyKey
  }
  return {
    keys: ["M"],
    does: "create a new team in place of one that was deleted in Teams",
    group: "Team",
    word: "remake",
    changes: true,
    refusal: first(noTeam(incident), notLost(incident), notChangeable(state, incident)),
    request,
    press: () =>
      request === undefined
        ? step(state)
        : step(
            opened(named, {
              _tag: "Confirming",
              title: "Create a new team",
              words: [
                `The team of incident ${incident.number} was deleted in Teams.`,
                "A new team is created in its place, with the same people but without the conversations of the deleted team. To keep those, restore the deleted team instead (R, within 30 days)."
              ],
              does: "create a new team",
              request,
              ...unsent
            })
          )
  }
}
