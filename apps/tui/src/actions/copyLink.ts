import { step } from "../console/Step.ts"
import type { Action } from "./Action.ts"
import { noLink } from "./teamRefusals.ts"

export const copyLink: Action = (state, incident) => {
  const link = incident.team?.link
  return {
    keys: ["y"],
    does: "copy the team's link",
    group: "Team",
    hint: "copy link",
    late: true,
    word: "copy",
    refusal: noLink(incident),
    press: () => (link === undefined ? step(state) : step(state, { _tag: "Copy", text: link, what: "the team's link" }))
  }
}
