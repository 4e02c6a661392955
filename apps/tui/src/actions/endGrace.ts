import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { closingStepsOf } from "@incident-teams/api/words/closing"
import { first, type Refusal, whyNotChangeIncident } from "../console/rights.ts"
import { onTeam } from "./onTeam.ts"
import { noTeam } from "./teamRefusals.ts"

const notClosing = ({ team, number, status }: IncidentView): Refusal => {
  if (team === undefined || closingStepsOf(team).includes("archiveNow")) return undefined
  return status === "Closed" ? "The team isn't waiting to be archived." : `Incident ${number} is open. Close it (c).`
}

const notToBeArchived = ({ team }: IncidentView): Refusal =>
  team === undefined || closingStepsOf(team).includes("keepOpen")
    ? undefined
    : "Only a team that is about to be archived can be kept open."

export const archiveNow = onTeam({
  sends: "ArchiveNow",
  keys: ["C"],
  does: "archive the team of a closed incident now",
  word: "archive now",
  refusal: (state, incident) => first(noTeam(incident), notClosing(incident), whyNotChangeIncident(state, incident))
})

export const keepOpen = onTeam({
  sends: "KeepOpen",
  keys: ["K"],
  does: "keep the team of a closed incident open",
  word: "keep open",
  refusal: (state, incident) =>
    first(noTeam(incident), notToBeArchived(incident), whyNotChangeIncident(state, incident))
})
