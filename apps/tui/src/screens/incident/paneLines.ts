import { failureOf } from "../../console/Exchange.ts"
import type { State } from "../../console/State.ts"
import { glyphs } from "../../look/glyphs.ts"
import { filled, type Line, line, shortened, span, styled, widthOf } from "../../look/Line.ts"
import { beside, panelLines } from "../../look/Panel.ts"
import { prose } from "../../look/prose.ts"
import { placeIn } from "../../look/windowed.ts"
import { type IncidentPane, sections } from "./IncidentPane.ts"
import { readsFor } from "./openPane.ts"
import { type PanelPlace, panelPlaces, placedIn, within } from "./paneLayout.ts"

/** `1 Overview  2 Team …`: where one is, in brackets. */
const tabRow = (state: State, { section, incidentId }: IncidentPane): Line => {
  const waiting = waitingFor(state, incidentId)
  return sections.flatMap((one, at) => {
    const title = one === "Access" && waiting > 0 ? `${one} (${waiting})` : one
    const text = `${at + 1} ${title}`
    return line(one === section ? span(`[${text}]`, { bold: true }) : span(` ${text} `, { tone: "muted" }))
  })
}

const waitingFor = ({ known }: State, incidentId: IncidentPane["incidentId"]): number => {
  const team = known.incidents.get(incidentId)?.team
  return team === undefined ? 0 : (known.teams.get(team.id)?.value.accessRequestsWaiting ?? 0)
}

/** What of the incident couldn't be read, and why. */
const trouble = (state: State, { incidentId }: IncidentPane, width: number): ReadonlyArray<Line> =>
  readsFor(state, incidentId)
    .flatMap((request) => failureOf(state.exchange, request) ?? [])
    .slice(0, 1)
    .flatMap(({ detail, remedy }) => prose(`! ${detail} ${remedy}`, width, { tone: "warning" }))

const panel = (state: State, pane: IncidentPane, place: PanelPlace): ReadonlyArray<Line> => {
  const active = place.section === pane.section
  const inside = within(place.size)
  const { view, from, rows, cursor } = placedIn(state, pane, place, active ? pane.at : 0)
  const seen = view.rows.slice(from, from + rows).map((row, at): Line => {
    if (!view.list) return row
    if (!active || from + at !== cursor) return line("  ", ...row)
    return styled(filled(line(`${glyphs.cursor} `, ...row), inside.columns), { inverse: true })
  })
  const lines = [...(active ? trouble(state, pane, inside.columns) : []), ...view.head, ...seen]
  return panelLines({
    title: place.section,
    foot: placeIn({ from, size: rows }, view.rows.length),
    lines: lines.map((one) => line(" ", ...shortened(one, inside.columns))),
    size: place.size,
    active
  })
}

/** The pane: a row of tabs, and the sections that there is room for. */
export const paneLines = (state: State, pane: IncidentPane): ReadonlyArray<Line> => {
  const [left = [], right] = panelPlaces(state.size, pane.section).map((column) =>
    column.flatMap((place) => panel(state, pane, place))
  )
  const body = right === undefined ? left : beside(left, widthOf(left[0] ?? []), right)
  return [tabRow(state, pane), ...body]
}
