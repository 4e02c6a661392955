import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { classificationText, ownerText } from "@incident-teams/api/words/incident"

/**
 * What changed of an incident since the person who is about to change it saw it. New comments and alerts change its ETag
 * too, but are no reason to ask again.
 */
export const incidentChanges = (seen: IncidentView, now: IncidentView): ReadonlyArray<string> => [
  ...(seen.status === now.status ? [] : [`The status changed from ${seen.status} to ${now.status}.`]),
  ...(seen.severity === now.severity ? [] : [`The severity changed from ${seen.severity} to ${now.severity}.`]),
  ...(seen.owner?.id === now.owner?.id
    ? []
    : [`The owner changed from ${ownerText(seen.owner)} to ${ownerText(now.owner)}.`]),
  ...(seen.classification === now.classification && seen.classificationReason === now.classificationReason
    ? []
    : [`The classification is now: ${classificationText(now) ?? "none"}.`])
]

/** The same of a team that is to be renamed. */
export const teamChanges = (seen: TeamView, now: TeamView): ReadonlyArray<string> => [
  ...(seen.name === now.name ? [] : [`The name changed from "${seen.name}" to "${now.name}".`]),
  ...(seen.description === now.description ? [] : [`The description is now "${now.description}".`])
]
