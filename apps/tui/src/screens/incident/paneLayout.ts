import { insteadOfTeam } from "../../actions/teamRefusals.ts"
import type { State } from "../../console/State.ts"
import { prose } from "../../look/prose.ts"
import type { Size } from "../../look/Size.ts"
import { windowOn } from "../../look/windowed.ts"
import { bodySize, insideOf } from "../frame/bodySize.ts"
import { accessSection } from "./accessSection.ts"
import { alertsSection, commentsSection, entitiesSection, timelineSection } from "./evidenceSections.ts"
import type { IncidentPane, Section } from "./IncidentPane.ts"
import { overviewLines } from "./overview.ts"
import { type SectionView, text } from "./SectionView.ts"
import { teamSection } from "./teamSection.ts"

/** The narrowest terminal with room for the overview beside another section. */
const roomForTwo = 140

const isWide = ({ columns }: Size): boolean => columns >= roomForTwo

/** Lines of the row of tabs. */
const tabLines = 1

/** A section with the panel that it is drawn in, frame included. */
export interface PanelPlace {
  readonly section: Section
  readonly size: Size
}

/** The lowest terminal with room for two panels above each other. */
const roomForThree = 44

/**
 * Which sections are to be seen, a column at a time. Where there is room the overview stands at the left, and the
 * timeline under the section that is chosen; on a small terminal that section is all there is.
 */
export const panelPlaces = (size: Size, chosen: Section): ReadonlyArray<ReadonlyArray<PanelPlace>> => {
  const { columns, rows } = bodySize(size)
  const height = Math.max(0, rows - tabLines)
  if (!isWide(size)) return [[{ section: chosen, size: { columns, rows: height } }]]
  const left = Math.floor(columns * 0.38)
  const right = columns - left - 1
  const upper = chosen === "Overview" || chosen === "Timeline" ? "Team" : chosen
  const overview: PanelPlace = { section: "Overview", size: { columns: left, rows: height } }
  if (size.rows < roomForThree) {
    const only = chosen === "Timeline" ? chosen : upper
    return [[overview], [{ section: only, size: { columns: right, rows: height } }]]
  }
  const above = Math.ceil(height * 0.6)
  return [
    [overview],
    [
      { section: upper, size: { columns: right, rows: above } },
      { section: "Timeline", size: { columns: right, rows: height - above } }
    ]
  ]
}

/** What a section shows in `width` cells. */
const sectionView = (state: State, { incidentId }: IncidentPane, section: Section, width: number): SectionView => {
  const { known, now } = state
  const incident = known.incidents.get(incidentId)
  if (incident === undefined) return text([])
  const details = known.details.get(incidentId)
  const teamId = incident.team?.id
  const ofTeam = <A>(map: ReadonlyMap<NonNullable<typeof teamId>, A>): A | undefined =>
    teamId === undefined ? undefined : map.get(teamId)
  switch (section) {
    case "Overview":
      return text(overviewLines(incident, details, ofTeam(known.teams)?.value, now, width))
    case "Team":
      return incident.team === undefined
        ? text(prose(insteadOfTeam(state, incident), width))
        : teamSection(ofTeam(known.teams)?.value, now, width)
    case "Access":
      return accessSection(incident, ofTeam(known.accessRequests), now, width)
    case "Alerts":
      return alertsSection(details, width)
    case "Entities":
      return entitiesSection(details, width)
    case "Comments":
      return commentsSection(details, width)
    case "Timeline":
      return timelineSection(teamId !== undefined, ofTeam(known.timelines), width)
  }
}

export interface Placed {
  readonly view: SectionView
  /** Index of the first row to be seen, how many are, and where the cursor is: -1 in a text. */
  readonly from: number
  readonly rows: number
  readonly cursor: number
}

/** The section that keys go to, with the part of it that is to be seen. */
export const placed = (state: State, pane: IncidentPane): Placed => {
  const place = panelPlaces(state.size, pane.section)
    .flat()
    .find(({ section }) => section === pane.section)
  return placedIn(state, pane, place ?? { section: pane.section, size: bodySize(state.size) }, pane.at)
}

/** A section in its panel; `wanted`: where its cursor or its first line is to be. */
export const placedIn = (state: State, pane: IncidentPane, { section, size }: PanelPlace, wanted: number): Placed => {
  const inside = insideOf(size)
  const view = sectionView(state, pane, section, inside.columns)
  const rows = Math.max(1, inside.rows - view.head.length)
  const at = Math.max(0, Math.min(wanted, lastOf(view, rows)))
  return view.list
    ? { view, rows, cursor: at, from: windowOn(at - Math.floor(rows / 2), rows, at, view.rows.length).from }
    : { view, rows, cursor: -1, from: at }
}

/** How far `at` may go: in a list to the last row, in a text until its end is to be seen. */
export const lastOf = ({ list, rows }: SectionView, seen: number): number =>
  Math.max(0, list ? rows.length - 1 : rows.length - seen)
