import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { AccessRequestView } from "@incident-teams/api/teams/AccessRequestView"
import { agoOf } from "../../look/agoOf.ts"
import { fitted } from "../../look/cells.ts"
import { line, span } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { type SectionView, text } from "./SectionView.ts"

/** Who asks to be let in, and why. */
export const accessSection = (
  incident: IncidentView,
  requests: ReadonlyArray<AccessRequestView> | undefined,
  now: number,
  width: number
): SectionView => {
  if (incident.team === undefined) return text(prose("This incident has no team to be let into.", width))
  if (requests === undefined) return text(prose("The requests are being read …", width, { tone: "muted" }))
  if (requests.length === 0) return text(prose("Nobody waits for a decision. A asks to be let in.", width))
  return {
    head: prose("Waiting for a decision: + lets them in, - doesn't.", width, { tone: "muted" }),
    rows: requests.map(({ person, reason, askedAt }) =>
      line(fitted(person.name, 24), span(` ${fitted(agoOf(askedAt, now), 4)} `, { tone: "muted" }), reason)
    ),
    list: true
  }
}
