import { first } from "../console/rights.ts"
import { step } from "../console/Step.ts"
import type { Action } from "./Action.ts"
import { lost, noLink } from "./teamRefusals.ts"

export const openPortal: Action = (state, { url }) => ({
  keys: ["P"],
  does: "open the incident in the Azure portal",
  group: "Incident",
  word: "portal",
  press: () => step(state, { _tag: "Open", url, what: "the incident" })
})

export const openTeam: Action = (state, incident) => {
  const link = incident.team?.link
  return {
    keys: ["b"],
    does: "open the team in Teams",
    group: "Team",
    hint: "Teams",
    word: "open",
    refusal: first(lost(incident), noLink(state, incident)),
    press: () => (link === undefined ? step(state) : step(state, { _tag: "Open", url: link, what: "the team" }))
  }
}

export const copyLink: Action = (state, incident) => {
  const link = incident.team?.link
  return {
    keys: ["y"],
    does: "copy the team's link",
    group: "Team",
    hint: "copy link",
    late: true,
    word: "copy",
    refusal: noLink(state, incident),
    press: () => (link === undefined ? step(state) : step(state, { _tag: "Copy", text: link, what: "the team's link" }))
  }
}
