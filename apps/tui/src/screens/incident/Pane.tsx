import { Box, Text, useIsScreenReaderEnabled } from "ink"
import { failureOf } from "../../console/Exchange.ts"
import type { State } from "../../console/State.ts"
import { type Line, span, widthOf } from "../../look/Line.ts"
import { Panel } from "../../look/Panel.tsx"
import { prose } from "../../look/prose.ts"
import { Lines, Rows, StyledLine } from "../../look/Styled.tsx"
import { placeIn } from "../../look/windowed.ts"
import { insideOf } from "../frame/bodySize.ts"
import type { ScreenKind, ViewProps } from "../ScreenKind.ts"
import { type IncidentPane, sections } from "./IncidentPane.ts"
import { readsFor } from "./openPane.ts"
import { paneBindings } from "./paneBindings.ts"
import { type PanelPlace, panelPlaces, placedIn } from "./paneLayout.ts"

type PaneProps = Pick<ViewProps<IncidentPane>, "state" | "screen">

/** `1 Overview  2 Team …`: where one is, in brackets. The others are numbers alone where there is no room for their names. */
const Tabs = ({ state, screen: { section, incidentId } }: PaneProps) => {
  const waiting = waitingFor(state, incidentId)
  const tabs = sections.map((one, at) => ({
    number: `${at + 1}`,
    text: `${at + 1} ${one === "Access" && waiting > 0 ? `${one} (${waiting})` : one}`,
    selected: one === section
  }))
  if (useIsScreenReaderEnabled()) {
    return (
      <Box aria-role="tablist">
        {tabs.map(({ text, selected }) => (
          <Box key={text} aria-role="tab" aria-state={{ selected }}>
            <Text>{text}</Text>
          </Box>
        ))}
      </Box>
    )
  }
  const row = (named: boolean): Line =>
    tabs.map(({ number, text, selected }) =>
      selected ? span(`[${text}]`, { bold: true }) : span(` ${named ? text : number} `, { tone: "muted" })
    )
  const named = row(true)
  return <StyledLine of={widthOf(named) <= state.size.columns ? named : row(false)} />
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

const Section = ({ state, screen, place }: PaneProps & { readonly place: PanelPlace }) => {
  const active = place.section === screen.section
  const inside = insideOf(place.size)
  const { view, from, rows, cursor } = placedIn(state, screen, place, active ? screen.at : 0)
  const seen = view.rows.slice(from, from + rows)
  const above = [...(active ? trouble(state, screen, inside.columns) : []), ...view.head]
  return (
    <Panel
      title={place.section}
      foot={placeIn({ from, size: rows }, view.rows.length)}
      width={place.size.columns}
      height={place.size.rows}
      active={active}
    >
      <Lines of={above} />
      {view.list ? <Rows of={seen} at={active ? cursor - from : -1} width={inside.columns} /> : <Lines of={seen} />}
    </Panel>
  )
}

/** A row of tabs, and the sections that there is room for. A screen reader reads only the one that keys go to. */
const Pane = ({ state, screen }: PaneProps) => {
  const places = panelPlaces(state.size, screen.section)
  const isRead = useIsScreenReaderEnabled()
  const shown = isRead ? [places.flat().filter(({ section }) => section === screen.section)] : places
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Tabs state={state} screen={screen} />
      <Box columnGap={1}>
        {shown.map((column) => (
          <Box key={column[0]?.section} flexDirection="column" flexShrink={0}>
            {column.map((place) => (
              <Section key={place.section} state={state} screen={screen} place={place} />
            ))}
          </Box>
        ))}
      </Box>
    </Box>
  )
}

export const incidentPane: ScreenKind<IncidentPane> = { full: true, bindings: paneBindings, View: Pane }
