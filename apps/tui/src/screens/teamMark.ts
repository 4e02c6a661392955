import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { teamWord } from "@incident-teams/api/words/team"
import { glyphs } from "../look/glyphs.ts"
import { type Span, span } from "../look/Line.ts"

const movingPhases: ReadonlySet<TeamSummary["phase"]> = new Set<TeamSummary["phase"]>([
  "requested",
  "provisioning",
  "archiving",
  "reopening"
])

/** Whether the server is working on the team. */
export const isMoving = ({ phase, blocked }: TeamSummary): boolean => blocked === undefined && movingPhases.has(phase)

/** The status of an incident's team, as a sign and a word. */
export const teamMark = (team: TeamSummary | undefined): Span => {
  const word = teamWord(team)
  if (team === undefined) return span(`${glyphs.dot} ${word}`, { tone: "muted" })
  if (team.blocked !== undefined || team.phase === "lost") return span(`! ${word}`, { tone: "danger", bold: true })
  if (isMoving(team)) return span(`${glyphs.underWay} ${word}`, { tone: "warning" })
  return team.phase === "open"
    ? span(`${glyphs.done} ${word}`, { tone: "good" })
    : span(`${glyphs.notLive} ${word}`, { tone: "muted" })
}
