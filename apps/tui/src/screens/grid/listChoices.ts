import { listing } from "../../console/reading.ts"
import type { State } from "../../console/State.ts"
import { ask, closed, step } from "../../console/Step.ts"
import type { Choices } from "../dialogs/Choice.ts"
import { grid, type SortColumn, sortColumns } from "./Grid.ts"

/** The workspaces, to show the incidents of one. */
export const workspaceChoices = (state: State): Choices => ({
  title: "Workspace",
  choices: (state.known.me?.workspaces ?? []).map(({ alias, readIncidents }) => ({
    words: readIncidents.allowed ? alias : `${alias} (you can't read its incidents)`,
    now: alias === state.workspace,
    does: {
      choose: () => {
        const { sort, preview } = state.grid
        const there = { ...closed(state), workspace: alias, grid: { ...grid, sort, preview } }
        return ask(there, listing(there, alias))
      }
    }
  }))
})

/** The direction that is wanted most where a column is sorted by for the first time. */
const usuallyDescending: ReadonlySet<SortColumn> = new Set<SortColumn>(["severity", "number", "alerts"])

/** The columns, to sort the list by one. */
export const sortChoices = (state: State): Choices => ({
  title: "Sort by",
  choices: sortColumns.map((by) => ({
    words: by,
    now: by === state.grid.sort.by,
    does: {
      choose: () => {
        const sort = by === state.grid.sort.by ? state.grid.sort : { by, descending: usuallyDescending.has(by) }
        return step({ ...closed(state), grid: { ...state.grid, sort, from: 0 } })
      }
    }
  }))
})
