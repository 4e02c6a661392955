import { actionsOn } from "../../actions/actions.ts"
import { actionsOnMarked } from "../../actions/several.tsx"
import { listing } from "../../console/reading.ts"
import type { State } from "../../console/State.ts"
import { ask, opened, step, type Step } from "../../console/Step.ts"
import { type Binding, when } from "../../keys/Binding.ts"
import { emptyField } from "../../keys/Field.ts"
import { moves } from "../../keys/moves.ts"
import type { Typing } from "../../keys/typing.ts"
import type { IncidentId } from "../../requests/Request.ts"
import { openPane } from "../incident/openPane.ts"
import { unsent } from "../Sending.ts"
import { cursorAt, type Grid, type Shows, sortColumns } from "./Grid.ts"
import { rowsIn } from "./gridLayout.ts"

const inGrid = (state: State, grid: Partial<Grid>): State => ({ ...state, grid: { ...state.grid, ...grid } })

const list = (state: State): Step =>
  state.workspace === undefined ? step(state) : ask(state, listing(state, state.workspace))

/** Other incidents are to be seen: those that are known at once, the rest as it is read. */
export const show = (state: State, shows: Shows): Step =>
  list(inGrid(state, { shows, touched: new Set(), marked: new Set(), from: 0 }))

/** Reads everything anew that the list shows. */
export const reload = (state: State): Step => list(inGrid(state, { touched: new Set() }))

const toggled = (marked: ReadonlySet<IncidentId>, id: IncidentId): ReadonlySet<IncidentId> =>
  marked.has(id) ? new Set([...marked].filter((one) => one !== id)) : new Set([...marked, id])

const nextShows: Record<Shows, Shows> = { open: "closed", closed: "all", all: "open" }

/** The filter, while it is being typed. */
export const gridTyping = (state: State): Typing | undefined =>
  state.grid.filtering
    ? {
        into: "the filter",
        field: state.grid.filter,
        // The best match is on top, and under the cursor.
        change: (filter) =>
          step(
            inGrid(state, filter.text === state.grid.filter.text ? { filter } : { filter, from: 0, cursor: undefined })
          )
      }
    : undefined

const filtering = (state: State): ReadonlyArray<Binding> => [
  {
    keys: ["enter", "tab"],
    does: "keep the filter and go to the list",
    group: "List",
    hint: "go to list",
    press: () => step(inGrid(state, { filtering: false }))
  },
  {
    keys: ["esc"],
    does: "clear the filter",
    group: "List",
    hint: "clear the filter",
    press: () => step(inGrid(state, { filtering: false, filter: emptyField }))
  }
]

export const gridBindings = (state: State): ReadonlyArray<Binding> => {
  const { grid } = state
  const { rows, cursor, sort } = grid
  const at = cursorAt(grid)
  const incident = rows[at]
  const movable = {
    at,
    total: rows.length,
    page: rowsIn(state.size),
    go: (to: number) => step(inGrid(state, { cursor: rows[to]?.id }))
  }
  if (grid.filtering) return [...filtering(state), ...moves(movable, false)]
  return [
    ...moves(movable),
    ...(incident === undefined || cursor === undefined
      ? []
      : [
          {
            keys: ["enter", "right", "l"],
            does: "show the incident",
            group: "Incident",
            hint: "show",
            word: "show",
            request: { _tag: "ReadDetails", incidentId: cursor },
            press: () => openPane(state, cursor)
          } as const,
          {
            keys: ["space"],
            does: "mark or unmark the incident, to change several together",
            group: "List",
            hint: grid.marked.has(cursor) ? "unmark" : "mark",
            late: true,
            word: "mark",
            press: () =>
              step(inGrid(state, { marked: toggled(grid.marked, cursor), cursor: rows[at + 1]?.id ?? cursor }))
          } as const,
          {
            keys: ["*"],
            does: grid.marked.size === 0 ? "mark all incidents that the list shows" : "unmark all incidents",
            group: "List",
            word: "all",
            press: () =>
              step(inGrid(state, { marked: new Set(grid.marked.size === 0 ? rows.map(({ id }) => id) : []) }))
          } as const,
          ...actionsOnMarked(state),
          ...actionsOn(state, incident)
        ]),
    {
      keys: ["/"],
      does: "filter the list by words of the title, number or owner, or by severity:high status:new owner:ana team:open",
      group: "List",
      hint: "filter",
      press: () => step(inGrid(state, { filtering: true }))
    },
    {
      keys: ["f"],
      does: `show ${nextShows[grid.shows]} incidents instead of ${grid.shows}`,
      group: "List",
      hint: nextShows[grid.shows],
      word: "status",
      press: () => show(state, nextShows[grid.shows])
    },
    {
      keys: ["s"],
      does: "sort the list by another column",
      group: "List",
      hint: "sort",
      word: "sort",
      press: () =>
        step(opened(state, { _tag: "Choosing", of: { _tag: "Sort" }, at: sortColumns.indexOf(sort.by), ...unsent }))
    },
    {
      keys: ["S"],
      does: "reverse the sort order",
      group: "List",
      word: "reverse",
      press: () => step(inGrid(state, { sort: { ...sort, descending: !sort.descending } }))
    },
    {
      keys: ["w"],
      does: "switch to another workspace",
      group: "List",
      word: "workspace",
      press: () => step(opened(state, { _tag: "Choosing", of: { _tag: "Workspace" }, at: 0, ...unsent }))
    },
    {
      keys: ["p"],
      does: grid.preview ? "hide the preview beside the list" : "show a preview beside the list, where there is room",
      group: "List",
      word: "preview",
      press: () => step(inGrid(state, { preview: !grid.preview }))
    },
    {
      keys: ["r"],
      does: "reload the list",
      group: "List",
      word: "reload",
      request: state.workspace === undefined ? undefined : listing(state, state.workspace),
      press: () => reload(state)
    },
    ...when(grid.filter.text !== "" || grid.marked.size > 0, {
      keys: ["esc"],
      does: grid.marked.size === 0 ? "clear the filter" : "clear the filter and the marks",
      group: "List",
      hint: grid.marked.size === 0 ? "clear the filter" : "clear the marks",
      press: () => step(inGrid(state, { filter: emptyField, marked: new Set() }))
    })
  ]
}
