import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { IncidentId, Workspace } from "../../requests/Request.ts"
import { filterOf, rankIn } from "./Filter.ts"
import { cursorAt, type Grid, type Shows, type SortColumn } from "./Grid.ts"
import { ownerName } from "./ownerName.ts"
import { teamWord } from "./teamWord.ts"

const severities = ["Informational", "Low", "Medium", "High"]

/** What a column sorts by: worked out once for each row, as a collator would take longer than a key press may. */
const sortKeys: Record<SortColumn, (incident: IncidentView) => number | string> = {
  severity: ({ severity }) => severities.indexOf(severity),
  number: ({ number }) => number,
  title: ({ title }) => title.toLowerCase(),
  status: ({ status }) => status,
  // Those without an owner come last.
  owner: (incident) => ownerName(incident)?.toLowerCase() ?? "\uffff",
  // The youngest first.
  age: ({ created }) => 0 - created,
  alerts: ({ alertsCount }) => alertsCount,
  team: ({ team }) => teamWord(team)
}

const isShown = (shows: Shows, { status }: IncidentView): boolean =>
  shows === "all" || (status === "Closed") === (shows === "closed")

interface Row {
  readonly incident: IncidentView
  readonly rank: number
  readonly key: number | string
}

const compared = (one: Row, other: Row, direction: number): number => {
  if (one.rank !== other.rank) return one.rank - other.rank
  if (one.key !== other.key) return one.key < other.key ? -direction : direction
  return other.incident.number - one.incident.number
}

/** The incidents that are to be seen, in their order: with a filter the best matches first, then as they are sorted. */
const rowsOf = (
  { sort, shows, filter, touched, rows }: Grid,
  workspace: Workspace,
  incidents: ReadonlyMap<IncidentId, IncidentView>
): ReadonlyArray<IncidentView> => {
  const wanted = filterOf(filter.text)
  const keyOf = sortKeys[sort.by]
  // In the order of before, which is sorted quickly as little has changed.
  const order = new Set<IncidentId>(rows.map(({ id }) => id))
  for (const id of incidents.keys()) order.add(id)
  const found: Array<Row> = []
  for (const id of order) {
    const incident = incidents.get(id)
    if (incident === undefined || !id.startsWith(`${workspace}~`)) continue
    if (!isShown(shows, incident) && !touched.has(id)) continue
    const rank = rankIn(wanted, incident)
    if (rank !== undefined) found.push({ incident, rank, key: keyOf(incident) })
  }
  const direction = sort.descending ? -1 : 1
  return found.toSorted((one, other) => compared(one, other, direction)).map(({ incident }) => incident)
}

/** The grid as it has to be for what is known, the cursor on the incident that it was on or else near to it. */
export const arranged = (
  grid: Grid,
  workspace: Workspace | undefined,
  incidents: ReadonlyMap<IncidentId, IncidentView>
): Grid => {
  const before = cursorAt(grid)
  const rows = workspace === undefined ? [] : rowsOf(grid, workspace, incidents)
  const after = rows.findIndex(({ id }) => id === grid.cursor)
  const at = after >= 0 ? after : Math.max(0, Math.min(before, rows.length - 1))
  return { ...grid, rows, cursor: rows[at]?.id }
}
