import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { AccessRequestView } from "@incident-teams/api/teams/AccessRequestView"
import { agoOf } from "../../look/agoOf.ts"
import { fitted } from "../../look/cells.ts"
import { line, span } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { type SectionView, text } from "./SectionView.ts"

/** The pending access requests, with their reasons. */
export const accessSection = (
  incident: IncidentView,
  requests: ReadonlyArray<AccessRequestView> | undefined,
  now: number,
  width: number
): SectionView => {
  if (incident.team === undefined)
    return text(prose("This incident has no team, so there are no access requests.", width))
  if (requests === undefined) return text(prose("Loading the access requests …", width, { tone: "muted" }))
  if (requests.length === 0)
    return text(prose("No pending access requests. Press A to request access yourself.", width))
  return {
    head: prose("Pending access requests. Press + to approve one, - to deny it.", width, { tone: "muted" }),
    rows: requests.map(({ person, reason, askedAt }) =>
      line(fitted(person.name, 24), span(` ${fitted(agoOf(askedAt, now), 4)} `, { tone: "muted" }), reason)
    ),
    list: true
  }
}
