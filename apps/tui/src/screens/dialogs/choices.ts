import type { State } from "../../console/State.ts"
import { ask, changed, closed, step, type Step } from "../../console/Step.ts"
import type { Request } from "../../requests/Request.ts"
import { grid, type SortColumn, sortColumns, statusesShown } from "../grid/Grid.ts"
import type { Choosing } from "./Dialogs.ts"

/** One of several things to choose from. */
export interface Choice {
  readonly words: string
  /** The current value. */
  readonly now: boolean
  readonly request?: Request
  readonly choose: () => Step
}

const severities = ["High", "Medium", "Low", "Informational"] as const

const sends = (state: State, dialog: Choosing, request: Request): Pick<Choice, "request" | "choose"> => ({
  request,
  choose: () => ask(changed(state, { ...dialog, sending: request, failure: undefined, since: [] }), request)
})

/** The direction that is wanted most where a column is sorted by for the first time. */
const usuallyDescending: ReadonlySet<SortColumn> = new Set<SortColumn>(["severity", "number", "alerts"])

export const choicesOf = (state: State, dialog: Choosing): ReadonlyArray<Choice> => {
  const { of } = dialog
  switch (of._tag) {
    case "Workspace":
      return (state.known.me?.workspaces ?? []).map(({ alias, readIncidents }) => ({
        words: readIncidents.allowed ? alias : `${alias} (you can't read its incidents)`,
        now: alias === state.workspace,
        choose: () => {
          const { sort, preview } = state.grid
          const there = { ...closed(state), workspace: alias, grid: { ...grid, sort, preview } }
          return ask(there, { _tag: "ListIncidents", workspace: alias, statuses: statusesShown[grid.shows] })
        }
      }))
    case "Sort":
      return sortColumns.map((by) => ({
        words: by,
        now: by === state.grid.sort.by,
        choose: () => {
          const sort = by === state.grid.sort.by ? state.grid.sort : { by, descending: usuallyDescending.has(by) }
          return step({ ...closed(state), grid: { ...state.grid, sort, from: 0 } })
        }
      }))
    case "Severity": {
      const before = of.seen.severity
      return severities.map((severity) => ({
        words: severity,
        now: severity === before,
        ...sends(state, dialog, {
          _tag: "ChangeIncident",
          seen: of.seen,
          change: { severity }
        })
      }))
    }
    case "Reopen":
      return (["Active", "New"] as const).map((status) => ({
        words: status === "Active" ? "Active: someone is working on it" : "New: no one is working on it yet",
        now: false,
        ...sends(state, dialog, {
          _tag: "ChangeIncident",
          seen: of.seen,
          change: { status }
        })
      }))
  }
}
