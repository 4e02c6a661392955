import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { ownerText } from "@incident-teams/api/words/incident"
import { failureOf } from "../../console/Exchange.ts"
import type { State } from "../../console/State.ts"
import { agoOf } from "../../look/agoOf.ts"
import { glyphs } from "../../look/glyphs.ts"
import { blank, type Line, line, shortened, span } from "../../look/Line.ts"
import { beside, panelLines } from "../../look/Panel.ts"
import { prose } from "../../look/prose.ts"
import { type Column, tableLines } from "../../look/Table.ts"
import { failureLines } from "../failureLines.ts"
import { bodySize } from "../frame/bodySize.ts"
import { overviewLines } from "../incident/overview.ts"
import { severityMark } from "../severityMark.ts"
import { teamMark } from "../teamMark.ts"
import { cursorAt, type SortColumn, statusesShown } from "./Grid.ts"
import { previewWidth, rowsIn } from "./gridLayout.ts"

const wide = 110

const columns = (state: State, width: number): ReadonlyArray<Column<IncidentView>> => {
  const { sort } = state.grid
  const title = (by: SortColumn, text: string): string =>
    by === sort.by ? `${text}${sort.descending ? glyphs.descending : glyphs.ascending}` : text
  const roomy = width >= wide
  const numbers = Math.max(4, ...state.grid.rows.slice(0, 1).map(({ number }) => String(number).length + 1))
  return [
    {
      title: title("severity", roomy ? "Severity" : "Sev"),
      width: roomy ? 15 : 6,
      cell: ({ severity }) => severityMark(severity, !roomy)
    },
    {
      title: title("number", "No"),
      width: Math.max(5, numbers),
      align: "right",
      cell: ({ number }) => line(`#${number}`)
    },
    { title: title("title", "Title"), width: "rest", cell: (incident) => line(incident.title) },
    { title: title("status", "Status"), width: 7, cell: ({ status }) => line(status) },
    {
      title: title("owner", "Owner"),
      width: roomy ? 18 : 9,
      cell: ({ owner }) => line(owner === undefined ? span(glyphs.dot, { tone: "muted" }) : span(ownerText(owner)))
    },
    { title: title("age", "Age"), width: 4, align: "right", cell: ({ created }) => line(agoOf(created, state.now)) },
    {
      title: title("alerts", roomy ? "Alerts" : "Al"),
      width: roomy ? 7 : 3,
      align: "right",
      cell: ({ alertsCount }) => line(String(alertsCount))
    },
    { title: title("team", "Team"), width: 11, cell: ({ team }) => teamMark(team) }
  ]
}

/** What stands in place of the list while there is nothing in it. */
const empty = (state: State, width: number): ReadonlyArray<Line> => {
  const { workspace, grid, known, exchange } = state
  if (workspace === undefined || known.me === undefined) {
    const failure = failureOf(exchange, { _tag: "Me" })
    return failure === undefined ? prose("Loading …", width, { tone: "muted" }) : failureLines(failure, width)
  }
  const request = { _tag: "ListIncidents", workspace, statuses: statusesShown[grid.shows] } as const
  const failure = failureOf(exchange, request)
  if (failure !== undefined) return failureLines(failure, width)
  if ([...exchange.underWay.values()].some((one) => one.request._tag === "ListIncidents")) {
    return prose("Loading incidents …", width, { tone: "muted" })
  }
  return prose(
    grid.filter.text === ""
      ? `There are no ${grid.shows === "all" ? "" : `${grid.shows} `}incidents in ${workspace}.`
      : `No incident matches "${grid.filter.text}". Press Esc to clear the filter.`,
    width
  )
}

const preview = (
  state: State,
  incident: IncidentView | undefined,
  width: number,
  height: number
): ReadonlyArray<Line> => {
  if (incident === undefined) return []
  const inside = width - 4
  const details = state.known.details.get(incident.id)
  return panelLines({
    title: `#${incident.number}`,
    lines: overviewLines(incident, details, state.now, inside).map((one) => line(" ", ...shortened(one, inside))),
    size: { columns: width, rows: height }
  })
}

/** The list of incidents; only the rows that are to be seen are drawn. */
export const gridLines = (state: State): ReadonlyArray<Line> => {
  const { grid } = state
  const size = bodySize(state.size)
  const beside_ = previewWidth(state.size, grid.preview)
  const width = beside_ === 0 ? size.columns : size.columns - beside_ - 1
  if (grid.rows.length === 0) return [blank, ...empty(state, size.columns - 4).map((one) => line("  ", ...one))]
  const at = cursorAt(grid)
  const seen = rowsIn(state.size)
  const table = tableLines({
    columns: columns(state, width),
    rows: grid.rows.slice(grid.from, grid.from + seen),
    cursor: at - grid.from,
    width
  })
  return beside_ === 0 ? table : beside(table, width, preview(state, grid.rows[at], beside_, size.rows))
}
