import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { teamWord } from "@incident-teams/api/words/team"
import { glyphs } from "../look/glyphs.ts"
import { type Line, line, span } from "../look/Line.ts"

const movingPhases: ReadonlySet<TeamSummary["phase"]> = new Set<TeamSummary["phase"]>([
  "requested",
  "provisioning",
  "archiving",
  "reopening"
])

/** Whether the server is working on the team. */
export const isMoving = ({ phase, blocked }: TeamSummary): boolean => blocked === undefined && movingPhases.has(phase)

/** The status of an incident's team, as a sign and a word. */
export const teamMark = (team: TeamSummary | undefined): Line => {
  const word = teamWord(team)
  if (team === undefined) return line(span(`${glyphs.dot} ${word}`, { tone: "muted" }))
  if (team.blocked !== undefined || team.phase === "lost")
    return line(span(`! ${word}`, { tone: "danger", bold: true }))
  if (isMoving(team)) return line(span(`${glyphs.underWay} ${word}`, { tone: "warning" }))
  return team.phase === "open"
    ? line(span(`${glyphs.done} ${word}`, { tone: "good" }))
    : line(span(`${glyphs.notLive} ${word}`, { tone: "muted" }))
}
