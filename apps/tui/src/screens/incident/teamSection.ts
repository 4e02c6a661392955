import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { whyStillOpen } from "@incident-teams/api/words/closing"
import { counted } from "@incident-teams/api/words/phrase"
import { teamActionsOf } from "@incident-teams/api/words/teamActions"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { lastingOf, momentOf } from "../../look/agoOf.ts"
import { clean, cut } from "../../look/cells.ts"
import { blank, type Line, line, span } from "../../look/Line.ts"
import { facts, prose } from "../../look/prose.ts"
import { stillOpenText } from "../../look/stillOpenText.ts"
import { isMoving, teamMark } from "../teamMark.ts"
import { progressLine } from "./progress.ts"
import { rosterLine, rosterRows, seesTeam } from "./roster.ts"
import { type SectionView, text } from "./SectionView.ts"
import { troubleLines } from "./troubleLines.ts"

const phaseLine = (team: TeamView, now: number): Line => {
  const { since, blocked } = team
  if (isMoving(team)) return [teamMark(team), span(`  for ${lastingOf(now - since)}`, { tone: "muted" })]
  if (blocked === undefined && whyStillOpen(team) !== undefined) return [teamMark(team)]
  return [teamMark(team), span(`  since ${momentOf(blocked?.since ?? since)}`, { tone: "muted" })]
}

const keysFor = (team: TeamView): string =>
  teamActionsOf(team).includes("keepOpen") ? "C: archive now. K: keep open." : "C: archive now."

const countsOf = (team: TeamView): string => {
  const pending = team.people.filter((member) => ["asked", "added"].includes(member.status) && !seesTeam(member)).length
  const { inTeam, refused } = team.counts
  return [
    `${inTeam} in the team`,
    ...(pending > 0 ? [`${pending} being added`] : []),
    ...(refused > 0 ? [`${refused} not added`] : []),
    ...(team.seenAt === undefined ? ["not checked in Teams yet"] : [])
  ].join(", ")
}

/** Without the people and groups: their rows of the roster say what went wrong with them. */
const troublesOf = (team: TeamView) => teamTroubles({ ...team, people: [], groups: [] })

/** The team: its status, its progress, what went wrong, its link and its people. */
export const teamSection = (team: TeamView | undefined, now: number, width: number): SectionView => {
  if (team === undefined) return text(prose("Loading the team …", width, { tone: "muted" }))
  const progress = progressLine(team)
  const stillOpen = stillOpenText(team)
  const about = clean(team.description)
  return {
    head: [
      ...prose(team.name, width, { bold: true }),
      phaseLine(team, now),
      ...(progress === undefined ? [] : [progress]),
      ...(stillOpen === undefined ? [] : prose(`${stillOpen} ${keysFor(team)}`, width, { tone: "warning" })),
      ...troubleLines(troublesOf(team), now, width),
      ...facts(
        [
          ["Link", cut(team.link ?? "available once the team is created", Math.max(1, width - 8))],
          ...(about === ""
            ? []
            : ([["About", line(span(cut(about, Math.max(1, width - 8)), { read: about }))]] as const)),
          ["People", countsOf(team)],
          ...(team.accessRequestsWaiting > 0
            ? ([["Access", `${counted(team.accessRequestsWaiting, "pending request")} (press 3)`]] as const)
            : [])
        ],
        width
      ),
      blank
    ],
    rows: rosterRows(team).map((row) => rosterLine(row, width)),
    list: true
  }
}
