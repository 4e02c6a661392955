import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { ownerText } from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import type { IncidentId, Workspace } from "../../requests/Request.ts"
import { filterOf, rankIn } from "./Filter.ts"
import { cursorAt, type Grid, type Shows, type Sort, type SortColumn } from "./Grid.ts"

const severities = ["Informational", "Low", "Medium", "High"]

/** What a column sorts by: worked out once for each row, as a collator would take longer than a key press may. */
const sortKeys: Record<SortColumn, (incident: IncidentView) => number | string> = {
  severity: ({ severity }) => severities.indexOf(severity),
  number: ({ number }) => number,
  title: ({ title }) => title.toLowerCase(),
  status: ({ status }) => status,
  // Those without an owner come last.
  owner: ({ owner }) => (owner === undefined ? "\uffff" : ownerText(owner).toLowerCase()),
  // The youngest first.
  age: ({ created }) => 0 - created,
  alerts: ({ alertsCount }) => alertsCount,
  team: ({ team }) => teamWord(team)
}

const isShown = (shows: Shows, { status }: IncidentView): boolean =>
  shows === "all" || (status === "Closed") === (shows === "closed")

type Incidents = ReadonlyMap<IncidentId, IncidentView>

/** All of the workspace's incidents as they are sorted; of the same, the one with the higher number first. */
export const sortedBy = (
  { by, descending }: Sort,
  workspace: Workspace,
  incidents: Incidents,
  before: ReadonlyArray<IncidentView>
): ReadonlyArray<IncidentView> => {
  const keyOf = sortKeys[by]
  const direction = descending ? -1 : 1
  // In the order of before, which is sorted quickly as little has changed.
  const order = new Set<IncidentId>(before.map(({ id }) => id))
  for (const id of incidents.keys()) order.add(id)
  const keyed: Array<{ readonly incident: IncidentView; readonly key: number | string }> = []
  for (const id of order) {
    const incident = incidents.get(id)
    if (incident !== undefined && id.startsWith(`${workspace}~`)) keyed.push({ incident, key: keyOf(incident) })
  }
  return keyed
    .toSorted((one, other) => {
      if (one.key !== other.key) return one.key < other.key ? -direction : direction
      return other.incident.number - one.incident.number
    })
    .map(({ incident }) => incident)
}

/** Those that are to be seen: the best matches of the filter first, then as they are sorted. */
const rowsOf = ({ sorted, shows, filter, touched }: Grid): ReadonlyArray<IncidentView> => {
  const wanted = filterOf(filter.text)
  const ranked: readonly [Array<IncidentView>, Array<IncidentView>, Array<IncidentView>] = [[], [], []]
  for (const incident of sorted) {
    if (!isShown(shows, incident) && !touched.has(incident.id)) continue
    const rank = rankIn(wanted, incident)
    if (rank !== undefined) ranked[rank].push(incident)
  }
  return ranked.flat()
}

/** The grid with its rows for what is sorted, the cursor on the incident that it was on or else near to it. */
export const arranged = (grid: Grid): Grid => {
  const before = cursorAt(grid)
  const rows = rowsOf(grid)
  const after = rows.findIndex(({ id }) => id === grid.cursor)
  const at = after >= 0 ? after : Math.max(0, Math.min(before, rows.length - 1))
  return { ...grid, rows, cursor: rows[at]?.id }
}
