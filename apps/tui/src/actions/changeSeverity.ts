import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { whyNotChangeIncident } from "../console/rights.ts"
import { opened, step } from "../console/Step.ts"
import type { Choices } from "../screens/dialogs/Choice.ts"
import { unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"

export const changeSeverity: Action = (state, incident) => ({
  keys: ["v"],
  does: "change the incident's severity",
  group: "Incident",
  hint: "severity",
  late: true,
  word: "severity",
  changes: true,
  refusal: whyNotChangeIncident(state, incident),
  request: { _tag: "ChangeIncident", seen: incident, change: { severity: "High" } },
  press: () => step(opened(state, { _tag: "Choosing", of: { _tag: "Severity", seen: incident }, at: 0, ...unsent }))
})

export const severityChoices = (seen: IncidentView): Choices => ({
  title: "Severity",
  choices: (["High", "Medium", "Low", "Informational"] as const).map((severity) => ({
    words: severity,
    now: severity === seen.severity,
    does: { request: { _tag: "ChangeIncident", seen, change: { severity } } }
  }))
})
