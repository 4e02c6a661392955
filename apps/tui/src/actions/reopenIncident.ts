import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { whyNotReopen } from "@incident-teams/api/words/incident"
import { first, whyNotChangeIncident } from "../console/rights.ts"
import type { State } from "../console/State.ts"
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

/** What becomes of the team. */
const teamWords = ({ known }: State, seen: IncidentView): string => {
  const { team } = known.incidents.get(seen.id) ?? seen
  switch (team?.phase) {
    case undefined:
      return "The incident has no team."
    case "open":
      return "Its team stays open."
    case "lost":
      return "Its team was deleted in Teams and isn't reopened."
    case "requested":
    case "provisioning":
    case "archiving":
    case "archived":
    case "reopening":
      return "Its team is reopened too, with its conversations."
  }
}

/** The statuses that an incident can be reopened to. */
export const reopenChoices = (state: State, seen: IncidentView): Choices => ({
  title: "Reopen the incident",
  hint: teamWords(state, seen),
  choices: (["Active", "New"] as const).map((status) => ({
    words: status === "Active" ? "Active: someone is working on it" : "New: no one is working on it yet",
    now: false,
    does: { request: { _tag: "ChangeIncident", seen, change: { status } } }
  }))
})
