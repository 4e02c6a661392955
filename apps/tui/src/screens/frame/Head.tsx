import { counted } from "@incident-teams/api/words/phrase"
import { Box, Text, useIsScreenReaderEnabled } from "ink"
import { askedAgainAt, isListing, isUnderWay } from "../../console/Exchange.ts"
import { mayDecideAccess } from "../../console/rights.ts"
import type { State } from "../../console/State.ts"
import { fieldLine } from "../../keys/Field.ts"
import { lastingOf } from "../../look/agoOf.ts"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, line, readOf, type Span, span, type Style } from "../../look/Line.ts"
import { StyledLine } from "../../look/Styled.tsx"
import { windowOn, placeIn } from "../../look/windowed.ts"
import type { Failure } from "../../requests/Failure.ts"
import type { IncidentId } from "../../requests/Request.ts"
import { rowsIn } from "../grid/gridLayout.ts"

const shortly: Record<Failure["kind"], string> = {
  refused: "refused",
  changed: "changed",
  signedOut: "signed out",
  busy: "the server is busy",
  unreachable: "the server doesn't respond",
  fault: "server error"
}

/** How the connection is, in a sign and a word or two. */
const link = (state: State): Line => {
  if (state.signedOut?.claims !== undefined) return line(span("! sign in again", { tone: "danger", bold: true }))
  if (state.signedOut !== undefined) return line(span("! signed out", { tone: "danger", bold: true }))
  const waiting = [...state.exchange.failed.values()].flatMap((one) => {
    const at = askedAgainAt(one)
    if (at === undefined) return []
    return [{ at: isUnderWay(state.exchange, one.request) ? state.now : at, failure: one.failure }]
  })
  const [next] = waiting.toSorted((one, other) => one.at - other.at)
  if (next !== undefined) {
    const left = next.at > state.now ? `, retrying in ${lastingOf(next.at - state.now + 999)}` : ", retrying"
    return line(span(`! ${shortly[next.failure.kind]}${left}`, { tone: "danger", bold: true }))
  }
  switch (state.live._tag) {
    case "Live":
      return line(span(`${glyphs.live} live`, { tone: "good" }))
    case "Connecting":
      return line(span("connecting", { tone: "muted" }))
    case "Broken":
      return line(span(`${glyphs.notLive} reconnecting`, { tone: "warning" }))
  }
}

const hostOf = (server: string): string => new URL(server).host

/** How many access requests wait for the signed-in person's decision, in the incidents that are known. */
const requestsToDecide = (state: State): number => {
  let waiting = 0
  for (const incident of state.known.incidents.values()) {
    const pending = incident.team?.accessRequestsWaiting ?? 0
    if (pending > 0 && mayDecideAccess(state, incident)) waiting += pending
  }
  return waiting
}

interface Ends {
  /** Gives way where there isn't room for both. */
  readonly left: Line
  readonly right: Line
}

const Spread = ({ left, right }: Ends) =>
  useIsScreenReaderEnabled() ? (
    <Text>
      {[left, right]
        .map(readOf)
        .filter((text) => text !== "")
        .join(", ")}
    </Text>
  ) : (
    <Box justifyContent="space-between" columnGap={1} overflow="hidden">
      <StyledLine of={left} />
      <Box flexShrink={0}>
        <StyledLine of={right} />
      </Box>
    </Box>
  )

/** One of several things in a row, apart from the one before. */
const part = (text: string | undefined, style: Style = {}): Span =>
  text === undefined ? span("") : span(`  ${text}`, { ...style, read: `, ${text}` })

/** The workspace, the connection, who is signed in and to which server. */
const first = (state: State): Ends => {
  const { me } = state.known
  const waiting = requestsToDecide(state)
  const left = line(
    span(" Incident Teams", { bold: true, tone: "accent" }),
    part(state.workspace, { bold: true }),
    part(state.readonly ? "read-only" : undefined, { tone: "warning" }),
    part(waiting === 0 ? undefined : counted(waiting, "access request"), { tone: "warning", bold: true })
  )
  const right = line(...link(state), part(me?.name), part(`${hostOf(state.server)} `, { tone: "muted" }))
  return { left, right }
}

const gridTitle = (state: State): Ends => {
  const { grid, workspace } = state
  const loading = isListing(state.exchange)
  const isUnknown = grid.rows.length === 0 && (loading || workspace === undefined)
  const ones = `${grid.shows === "all" ? "" : `${grid.shows} `}incident`
  const shown = isUnknown ? `${ones}s` : counted(grid.rows.length, ones)
  const { by, descending } = grid.sort
  const order = isUnknown ? "" : `  by ${by} ${descending ? glyphs.descending : glyphs.ascending}`
  const readOrder = isUnknown ? "" : `, sorted by ${by}, ${descending ? "descending" : "ascending"}`
  const window = windowOn(grid.from, rowsIn(state.size), grid.from, grid.rows.length)
  const left = line(
    span(` ${shown}`, { bold: true }),
    span(grid.marked.size === 0 ? "" : `, ${grid.marked.size} marked`, { tone: "warning", bold: true }),
    span(`${loading ? ", loading" : ""}${order}  `, {
      tone: "muted",
      read: `${loading ? ", loading" : ""}${readOrder}`
    })
  )
  const filter =
    grid.filtering || grid.filter.text !== ""
      ? line(
          span("/", { tone: "accent", bold: true, read: grid.filtering ? ", filter, focused: " : ", filter: " }),
          ...fieldLine(grid.filter, 30, grid.filtering)
        )
      : []
  return {
    left: [...left, ...filter],
    right: line(span(`${placeIn(window, grid.rows.length)} `, { tone: "muted" }))
  }
}

const markedTitle = (marked: number): Ends => ({
  left: line(
    span(" Incidents ", { tone: "muted", read: "Incidents, " }),
    span(`${glyphs.cursor} `, { tone: "muted" }),
    span(`${marked} marked`, { bold: true })
  ),
  right: []
})

const incidentTitle = (state: State, id: IncidentId): Ends => {
  const incident = state.known.incidents.get(id)
  const left = line(
    span(" Incidents ", { tone: "muted", read: "Incident " }),
    span(`${glyphs.cursor} `, { tone: "muted" }),
    span(`#${incident?.number ?? ""} `, { bold: true, read: `${incident?.number ?? ""}, ` }),
    span(incident?.title ?? "")
  )
  return { left, right: [] }
}

/** The full screen that is to be seen: the last one that isn't a dialog. */
const titleOf = (state: State): Ends => {
  const shown = state.above.findLast((screen) => screen._tag === "IncidentPane" || screen._tag === "TeamForm")
  if (shown === undefined) return gridTitle(state)
  return shown._tag === "TeamForm" && shown.marked > 0
    ? markedTitle(shown.marked)
    : incidentTitle(state, shown.incidentId)
}

/** The two lines at the top. */
export const Head = ({ state }: { readonly state: State }) => (
  <Box flexDirection="column" flexShrink={0}>
    <Spread {...first(state)} />
    <Spread {...titleOf(state)} />
  </Box>
)
