import type { DocumentQuery } from "@incident-teams/application/ports/IncidentDocuments"
import {
  type IncidentFilter,
  type IncidentOrder,
  IncidentRefused
} from "@incident-teams/application/ports/IncidentSource"
import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Result, Schema } from "effect"

const isStatus = Schema.is(KnownIncidentStatus)
const isSeverity = Schema.is(KnownSeverity)

/** Seen at Azure (msticpy's documentation); the maximum is the stable specification's. */
const defaultTop = 50
const maximumTop = 1_000

const orders: Readonly<Record<string, IncidentOrder["by"]>> = {
  "properties/lastmodifiedtimeutc": "lastModified",
  "properties/createdtimeutc": "created",
  "properties/incidentnumber": "number"
}

const refused = (reason: string) => Result.fail(new IncidentRefused({ reason }))

/** As much of OData as the memory source can answer; anything else is refused, never passed over. */
export const readQuery = ({ filter, orderby, top }: DocumentQuery) =>
  Result.gen(function* () {
    const count = top === undefined ? defaultTop : Number(top)
    if (!Number.isInteger(count) || count < 1 || count > maximumTop)
      return yield* refused(`$top is 1 to ${maximumTop}.`)
    const [path = "", direction = "asc"] = (orderby ?? "properties/createdTimeUtc desc").trim().split(/\s+/u)
    const by = orders[path.toLowerCase()]
    if (by === undefined || !["asc", "desc"].includes(direction))
      return yield* refused(`$orderby '${path}' isn't known.`)
    const wanted: IncidentFilter = {}
    for (const condition of filter === undefined ? [] : filter.split(" and ")) {
      Object.assign(wanted, yield* conditionOf(condition.trim()))
    }
    return { filter: wanted, order: { by, descending: direction === "desc" }, top: count }
  })

const conditionOf = (condition: string): Result.Result<IncidentFilter, IncidentRefused> => {
  const [, path, quoted, number] = /^properties\/(\w+) eq (?:'((?:[^']|'')*)'|(\d+))$/u.exec(condition) ?? []
  if (path === "status" && isStatus(quoted)) return Result.succeed({ status: [quoted] })
  if (path === "severity" && isSeverity(quoted)) return Result.succeed({ severity: [quoted] })
  if (path === "incidentNumber" && number !== undefined) return Result.succeed({ number: Number(number) })
  const title = /^contains\(properties\/title, '((?:[^']|'')*)'\)$/u.exec(condition)?.[1]
  return title === undefined
    ? refused(`$filter '${condition}' isn't understood.`)
    : Result.succeed({ title: title.replaceAll("''", "'") })
}
