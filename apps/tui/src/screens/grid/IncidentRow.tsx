import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { ownerText } from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import { useIsScreenReaderEnabled } from "ink"
import { memo } from "react"
import { type Alignment, fitted } from "../../look/cells.ts"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, type Span, span } from "../../look/Line.ts"
import { Row, StyledLine } from "../../look/Styled.tsx"
import { severityMark } from "../severityMark.ts"
import { teamMark } from "../teamMark.ts"
import type { Sort, SortColumn } from "./Grid.ts"

interface Column {
  readonly by: SortColumn
  readonly title: string
  /** Cells. */
  readonly width: number
  readonly align?: Alignment
  readonly cell: (incident: IncidentView, age: string) => Span
}

/** The narrowest list with room for whole words. */
const wide = 110
/** Cells before the first column, where the cursor is. */
const margin = 2

/** Columns that a list narrower than this leaves to the incident's own screen, so that its title can be read. */
const needs: { readonly [By in SortColumn]?: number } = { owner: 72, alerts: 72, status: 52, age: 52 }

/** The columns in so many cells; the title takes what the others leave. */
export const columnsIn = (width: number, numberWidth: number): ReadonlyArray<Column> => {
  const columns = allColumns(width >= wide, numberWidth).filter(({ by }) => width >= (needs[by] ?? 0))
  const taken = columns.reduce((sum, column) => sum + column.width + 1, margin - 1)
  return columns.map((column) => (column.by === "title" ? { ...column, width: Math.max(0, width - taken) } : column))
}

const allColumns = (roomy: boolean, numberWidth: number): ReadonlyArray<Column> => {
  const [severity, owner, alerts] = roomy ? [15, 18, 7] : [6, 9, 3]
  return [
    {
      by: "severity",
      title: roomy ? "Severity" : "Sev",
      width: severity,
      cell: (incident) => severityMark(incident.severity, !roomy)
    },
    { by: "number", title: "No", width: numberWidth, align: "right", cell: ({ number }) => span(`#${number}`) },
    { by: "title", title: "Title", width: 0, cell: ({ title }) => span(title) },
    { by: "status", title: "Status", width: 7, cell: ({ status }) => span(status) },
    {
      by: "owner",
      title: "Owner",
      width: owner,
      cell: (incident) =>
        incident.owner === undefined ? span(glyphs.dot, { tone: "muted" }) : span(ownerText(incident.owner))
    },
    { by: "age", title: "Age", width: 4, align: "right", cell: (_, age) => span(age) },
    {
      by: "alerts",
      title: roomy ? "Alerts" : "Al",
      width: alerts,
      align: "right",
      cell: ({ alertsCount }) => span(String(alertsCount))
    },
    { by: "team", title: "Team", width: 11, cell: ({ team }) => teamMark(team) }
  ]
}

/** Cells next to each other, a blank one between two. */
const cellsIn = (columns: ReadonlyArray<Column>, cell: (column: Column) => Span): Line =>
  columns.map((column, at) => {
    const { text, ...style } = cell(column)
    return { ...style, text: `${at === 0 ? "" : " "}${fitted(text, column.width, column.align)}` }
  })

/** The titles of the columns; an arrow says by which the list is sorted. */
export const ColumnTitles = ({ columns, sort }: { readonly columns: ReadonlyArray<Column>; readonly sort: Sort }) => {
  if (useIsScreenReaderEnabled()) return undefined
  const arrow = sort.descending ? glyphs.descending : glyphs.ascending
  const titles = cellsIn(columns, ({ by, title }) =>
    span(by === sort.by ? `${title}${arrow}` : title, { tone: "muted", bold: true })
  )
  return <StyledLine of={[span(" ".repeat(margin)), ...titles]} />
}

export interface IncidentRowProps {
  readonly incident: IncidentView
  /** How old it is. */
  readonly age: string
  readonly columns: ReadonlyArray<Column>
  readonly selected: boolean
  readonly marked: boolean
  readonly width: number
}

/** What a screen reader says of it, most important first. */
const labelOf = ({ severity, number, title, status, owner, team }: IncidentView, age: string): string =>
  [
    severity,
    `number ${number}`,
    title,
    status,
    owner === undefined ? "no owner" : `owner ${ownerText(owner)}`,
    `age ${age}`,
    team === undefined ? "no team" : `team ${teamWord(team)}`
  ].join(", ")

/** A row of the list; drawn anew only if something of it changed. */
export const IncidentRow = memo(({ incident, age, columns, selected, marked, width }: IncidentRowProps) => (
  <Row
    of={cellsIn(columns, ({ cell }) => cell(incident, age))}
    label={span(labelOf(incident, age)).text}
    selected={selected}
    marked={marked}
    width={width}
  />
))
IncidentRow.displayName = "IncidentRow"
