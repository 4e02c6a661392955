import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Box, useIsScreenReaderEnabled } from "ink"
import { useMemo } from "react"
import { failureOf, isListing } from "../../console/Exchange.ts"
import { listing } from "../../console/reading.ts"
import type { State } from "../../console/State.ts"
import { agoOf } from "../../look/agoOf.ts"
import { blank, type Line, line } from "../../look/Line.ts"
import { Panel } from "../../look/Panel.tsx"
import { prose } from "../../look/prose.ts"
import { Lines } from "../../look/Styled.tsx"
import { failureLines } from "../failureLines.ts"
import { bodySize } from "../frame/bodySize.ts"
import { overviewLines } from "../incident/overview.ts"
import { cursorAt } from "./Grid.ts"
import { previewWidth, rowsIn } from "./gridLayout.ts"
import { ColumnTitles, columnsIn, IncidentRow } from "./IncidentRow.tsx"

/** What stands in place of the list while there is nothing in it. */
const empty = (state: State, width: number): ReadonlyArray<Line> => {
  const { workspace, grid, known, exchange } = state
  if (workspace === undefined || known.me === undefined) {
    const failure = failureOf(exchange, { _tag: "Me" })
    return failure === undefined ? prose("Loading", width, { tone: "muted" }) : failureLines(failure, width)
  }
  const failure = failureOf(exchange, listing(state, workspace))
  if (failure !== undefined) return failureLines(failure, width)
  if (isListing(exchange)) return prose("Loading incidents", width, { tone: "muted" })
  return prose(
    grid.filter.text === ""
      ? `There are no ${grid.shows === "all" ? "" : `${grid.shows} `}incidents in ${workspace}.`
      : `No incident matches "${grid.filter.text}". Press Esc to clear the filter.`,
    width
  )
}

interface PreviewProps {
  readonly state: State
  readonly incident: IncidentView
  readonly width: number
}

/** The incident under the cursor, beside the list. */
const Preview = ({ state, incident, width }: PreviewProps) => {
  const { rows } = bodySize(state.size)
  const details = state.known.details.get(incident.id)
  const team = incident.team && state.known.teams.get(incident.team.id)?.value
  return (
    <Panel title={`#${incident.number}`} width={width} height={rows}>
      <Lines of={overviewLines(incident, details, team, state.now, width - 4).slice(0, rows - 2)} />
    </Panel>
  )
}

/** The list of incidents; only the rows that are to be seen are drawn. */
export const Incidents = ({ state }: { readonly state: State }) => {
  const { grid, now } = state
  const size = bodySize(state.size)
  const beside = useIsScreenReaderEnabled() ? 0 : previewWidth(state.size, grid.preview)
  const width = beside === 0 ? size.columns : size.columns - beside - 1
  const [first] = grid.rows
  const numberWidth = Math.max(5, `#${first?.number ?? ""}`.length)
  const columns = useMemo(() => columnsIn(width, numberWidth), [width, numberWidth])
  if (first === undefined) {
    return <Lines of={[blank, ...empty(state, size.columns - 4).map((one) => line("  ", ...one))]} />
  }
  const at = cursorAt(grid)
  const incident = grid.rows[at]
  return (
    <Box columnGap={1}>
      <Box flexDirection="column" width={width} flexShrink={0} aria-role="listbox">
        <ColumnTitles columns={columns} sort={grid.sort} />
        {grid.rows.slice(grid.from, grid.from + rowsIn(state.size)).map((one) => (
          <IncidentRow
            key={one.id}
            incident={one}
            age={agoOf(one.created, now)}
            columns={columns}
            selected={one.id === grid.cursor}
            marked={grid.marked.has(one.id)}
            width={width}
          />
        ))}
      </Box>
      {beside === 0 || incident === undefined ? undefined : (
        <Preview state={state} incident={incident} width={beside} />
      )}
    </Box>
  )
}
