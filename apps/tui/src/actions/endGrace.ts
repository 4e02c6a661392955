import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { closingStepsOf } from "@incident-teams/api/words/closing"
import { first, type Refusal, whyNotChangeIncident } from "../console/rights.ts"
import { ask, newName, step } from "../console/Step.ts"
import type { Request } from "../requests/Request.ts"
import type { Action } from "./Action.ts"
import { noTeam } from "./teamRefusals.ts"

const notClosing = ({ team, number, status }: IncidentView): Refusal => {
  if (team === undefined || closingStepsOf(team).includes("archiveNow")) return undefined
  return status === "Closed" ? "The team isn't waiting to be archived." : `Incident ${number} is open. Close it (c).`
}

const notToBeArchived = ({ team }: IncidentView): Refusal =>
  team === undefined || closingStepsOf(team).includes("keepOpen")
    ? undefined
    : "Only a team that is about to be archived can be kept open."

/** A key for a team whose incident was closed, but that is open still. */
const key =
  (
    _tag: "ArchiveNow" | "KeepOpen",
    keys: readonly [string],
    words: { readonly does: string; readonly word: string },
    notNow: (incident: IncidentView) => Refusal
  ): Action =>
  (state, incident) => {
    const { name: idempotencyKey, state: named } = newName(state)
    const request: Request | undefined = incident.team && { _tag, teamId: incident.team.id, idempotencyKey }
    return {
      keys,
      ...words,
      group: "Team",
      changes: true,
      refusal: first(noTeam(incident), notNow(incident), whyNotChangeIncident(state, incident)),
      request,
      press: () => (request === undefined ? step(state) : ask(named, request))
    }
  }

export const archiveNow = key(
  "ArchiveNow",
  ["C"],
  { does: "archive the team of a closed incident now", word: "archive now" },
  notClosing
)

export const keepOpen = key(
  "KeepOpen",
  ["K"],
  { does: "keep the team of a closed incident open", word: "keep open" },
  notToBeArchived
)
