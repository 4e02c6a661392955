import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { emptyField, type Field } from "../../keys/Field.ts"
import type { IncidentId, Status } from "../../requests/Request.ts"

export const sortColumns = ["severity", "number", "title", "status", "owner", "age", "alerts", "team"] as const
export type SortColumn = (typeof sortColumns)[number]

export interface Sort {
  readonly by: SortColumn
  readonly descending: boolean
}

/** Which incidents are to be seen, by their status. */
export type Shows = "open" | "closed" | "all"

export const statusesShown: Record<Shows, ReadonlyArray<Status>> = {
  open: ["New", "Active"],
  closed: ["Closed"],
  all: []
}

/** The list of incidents: where everything begins, and where Esc leads back to. */
export interface Grid {
  readonly sort: Sort
  readonly shows: Shows
  readonly filter: Field
  /** The filter is being typed. */
  readonly filtering: boolean
  /** All incidents of the workspace in the order that is chosen: a filter only takes some of them out. */
  readonly sorted: ReadonlyArray<IncidentView>
  /** Those that are to be seen. */
  readonly rows: ReadonlyArray<IncidentView>
  /** What the cursor is on; it stays on the incident, wherever that moves. */
  readonly cursor: IncidentId | undefined
  /** Index of the first row on the screen. */
  readonly from: number
  /** Changed here just now: stays to be seen although its status says otherwise. */
  readonly touched: ReadonlySet<IncidentId>
  /** What is to be changed together. */
  readonly marked: ReadonlySet<IncidentId>
  /** The incident under the cursor is shown beside the list, where there is room. */
  readonly preview: boolean
}

export const grid: Grid = {
  sort: { by: "age", descending: false },
  shows: "open",
  filter: emptyField,
  filtering: false,
  sorted: [],
  rows: [],
  cursor: undefined,
  from: 0,
  touched: new Set(),
  marked: new Set(),
  preview: true
}

/** Where the cursor is among the rows; -1: nowhere. */
export const cursorAt = ({ rows, cursor }: Grid): number => rows.findIndex(({ id }) => id === cursor)
