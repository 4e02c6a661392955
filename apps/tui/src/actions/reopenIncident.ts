import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { whyNotReopen } from "@incident-teams/api/words/incident"
import { first, whyNotChangeIncident } from "../console/rights.ts"
import { opened, step } from "../console/Step.ts"
import type { Choices } from "../screens/dialogs/Choice.ts"
import { unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"

export const reopenIncident: Action = (state, incident) => ({
  keys: ["o"],
  does: "reopen the incident and its team",
  group: "Incident",
  hint: "reopen",
  word: "reopen",
  changes: true,
  refusal: first(whyNotReopen(incident), whyNotChangeIncident(state, incident)),
  request: { _tag: "ChangeIncident", seen: incident, change: { status: "Active" } },
  press: () => step(opened(state, { _tag: "Choosing", of: { _tag: "Reopen", seen: incident }, at: 0, ...unsent }))
})

/** The statuses that an incident can be reopened to. */
export const reopenChoices = (seen: IncidentView): Choices => ({
  title: "Reopen the incident",
  hint: "Its team is reopened too, with its conversations.",
  choices: (["Active", "New"] as const).map((status) => ({
    words: status === "Active" ? "Active: someone is working on it" : "New: no one is working on it yet",
    now: false,
    does: { request: { _tag: "ChangeIncident", seen, change: { status } } }
  }))
})
