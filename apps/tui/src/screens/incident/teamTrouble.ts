import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { Line } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"

/** What a person has to do something about: why the team doesn't go on, and what to do. */
export const teamTrouble = (team: TeamSummary | undefined, width: number): ReadonlyArray<Line> => {
  if (team === undefined) return []
  const gone = team.incident.gone
    ? prose("The incident was deleted in Sentinel: the team stays archived.", width, { tone: "warning" })
    : []
  if (team.phase === "lost") {
    const words =
      "! The team was deleted in Teams. R brings it back with its conversation (within 30 days); M makes another."
    return [...gone, ...prose(words, width, { tone: "danger", bold: true })]
  }
  if (team.blocked === undefined) return gone
  const { step, reason, remedy } = team.blocked
  return [
    ...gone,
    ...prose(`! Blocked at ${step}: ${reason}`, width, { tone: "danger", bold: true }),
    ...prose(`${remedy} Then t tries again.`, width)
  ]
}
