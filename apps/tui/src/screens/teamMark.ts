import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { glyphs } from "../look/glyphs.ts"
import { type Line, line, span } from "../look/Line.ts"
import { isMoving, teamWord } from "./grid/teamWord.ts"

/** How an incident's team is, as sign and word. */
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
