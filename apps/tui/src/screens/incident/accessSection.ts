import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { AccessRequests } from "@incident-teams/api/teams/AccessRequestView"
import { agoOf } from "../../look/agoOf.ts"
import { fitted } from "../../look/cells.ts"
import { denialWords } from "../../look/denialWords.ts"
import { type Line, line, span } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { type SectionView, text } from "./SectionView.ts"

/** The reader's own way into the team, and what became of their last request. */
const ownAccess = ({ wayIn, denied }: AccessRequests["you"], now: number, width: number): ReadonlyArray<Line> => [
  ...(denied === undefined ? [] : prose(denialWords(denied, now), width, { tone: "warning" })),
  ...(wayIn === "join" ? prose("You aren't in the team. Press A to join it.", width) : []),
  ...(wayIn === "request" && (denied === undefined || denied.askAgainAt <= now)
    ? prose("You aren't in the team. Press A to request access.", width)
    : [])
]

/** The pending access requests, with their reasons. */
export const accessSection = (
  incident: IncidentView,
  access: AccessRequests | undefined,
  now: number,
  width: number
): SectionView => {
  if (incident.team === undefined)
    return text(prose("This incident has no team, so there are no access requests.", width))
  if (access === undefined) return text(prose("Loading the access requests …", width, { tone: "muted" }))
  const { items, you } = access
  const own = ownAccess(you, now, width)
  if (items.length === 0) return text([...own, ...prose("No pending access requests.", width)])
  const how = you.decides
    ? "Pending access requests. Press + to approve one, - to deny it."
    : "Your access request is pending."
  return {
    head: [...own, ...prose(how, width, { tone: "muted" })],
    rows: items.map(({ person, reason, askedAt }) =>
      line(
        span(fitted(person.name, 24), { read: `${person.name}, ` }),
        span(` ${fitted(agoOf(askedAt, now), 4)} `, { tone: "muted", read: `${agoOf(askedAt, now)}: ` }),
        reason
      )
    ),
    list: true
  }
}
