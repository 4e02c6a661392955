import {
  type IncidentFilter,
  type IncidentOrder,
  type IncidentPage,
  UnknownIncidentContinuation
} from "@incident-teams/application/ports/IncidentSource"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { Result, Schema } from "effect"

/** The place of the last incident of a page, and the question that the page answers. */
const Continuation = Schema.fromJsonString(
  Schema.Struct({ workspace: WorkspaceAlias, asked: Schema.String, key: Schema.Finite, name: Schema.String })
)
const decodeContinuation = Schema.decodeResult(Continuation)
const encodeContinuation = Schema.encodeSync(Continuation)

export interface PageQuery {
  readonly filter: IncidentFilter
  readonly order: IncidentOrder
  readonly top: number
  readonly next?: string
}

const matches = ({ status, severity, title, number }: IncidentFilter, incident: Incident): boolean =>
  (status === undefined || status.length === 0 || status.some((one) => one === incident.status)) &&
  (severity === undefined || severity.length === 0 || severity.some((one) => one === incident.severity)) &&
  (title === undefined || incident.title.toLowerCase().includes(title.toLowerCase())) &&
  (number === undefined || incident.number === number)

const keyOf = (incident: Incident, { by }: IncidentOrder): number => {
  switch (by) {
    case "lastModified":
      return incident.lastModified
    case "created":
      return incident.created
    case "number":
      return incident.number
  }
}

/** One page of a workspace's `incidents`. Equal keys are ordered by id, so that no incident is listed twice or missed. */
export const incidentPage = (
  workspace: WorkspaceAlias,
  incidents: ReadonlyArray<Incident>,
  { filter, order, top, next }: PageQuery
): Result.Result<IncidentPage, UnknownIncidentContinuation> =>
  Result.gen(function* () {
    const asked = JSON.stringify([filter, order])
    const direction = order.descending ? -1 : 1
    const compare = (a: readonly [number, string], b: readonly [number, string]): number =>
      a[0] === b[0] ? (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0) : direction * (a[0] - b[0])
    const placeOf = (incident: Incident) => [keyOf(incident, order), incident.id] as const

    let found = incidents
      .filter((incident) => matches(filter, incident))
      .toSorted((a, b) => compare(placeOf(a), placeOf(b)))

    if (next !== undefined) {
      const from = yield* Result.mapError(
        decodeContinuation(Buffer.from(next, "base64url").toString()),
        () => new UnknownIncidentContinuation({ next })
      )
      if (from.workspace !== workspace || from.asked !== asked) {
        return yield* Result.fail(new UnknownIncidentContinuation({ next }))
      }
      found = found.filter((incident) => compare(placeOf(incident), [from.key, from.name]) > 0)
    }

    const items = found.slice(0, top)
    const last = items.at(-1)
    if (last === undefined || found.length <= top) return { items }
    const continuation = encodeContinuation({ workspace, asked, key: keyOf(last, order), name: last.id })
    return { items, next: Buffer.from(continuation).toString("base64url") }
  })
