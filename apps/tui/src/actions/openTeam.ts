import { step } from "../console/Step.ts"
import type { Action } from "./Action.ts"
import { noLink } from "./teamRefusals.ts"

export const openTeam: Action = (state, incident) => {
  const link = incident.team?.link
  return {
    keys: ["b"],
    does: "open the team in Teams",
    group: "Team",
    hint: "Teams",
    word: "open",
    refusal: noLink(incident),
    press: () => (link === undefined ? step(state) : step(state, { _tag: "Open", url: link, what: "the team" }))
  }
}
