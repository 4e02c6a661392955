import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { ownerName } from "../grid/ownerName.ts"

/**
 * What is different of an incident that somebody looks at before they change it, in words. A further comment or alert
 * gives it another ETag too, and is no reason to ask them again.
 */
export const incidentChanges = (seen: IncidentView, now: IncidentView): ReadonlyArray<string> => [
  ...(seen.status === now.status ? [] : [`It was ${seen.status}, and is ${now.status}.`]),
  ...(seen.severity === now.severity ? [] : [`Its severity was ${seen.severity}, and is ${now.severity}.`]),
  ...(seen.owner?.id === now.owner?.id
    ? []
    : [`Its owner was ${ownerName(seen) ?? "nobody"}, and is ${ownerName(now) ?? "nobody"}.`]),
  ...(seen.classification === now.classification && seen.classificationReason === now.classificationReason
    ? []
    : [`It is classified as ${now.classification ?? "nothing"} now.`])
]

/** The same of a team that is to be renamed. */
export const teamChanges = (seen: TeamView, now: TeamView): ReadonlyArray<string> => [
  ...(seen.name === now.name ? [] : [`It was called "${seen.name}", and is called "${now.name}".`]),
  ...(seen.description === now.description ? [] : [`It is described as "${now.description}" now.`])
]
