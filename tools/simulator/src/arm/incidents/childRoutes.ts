import type { ArmContext, ArmRoutes, JsonObject } from "../ArmCall.ts"
import { bodyOf, childName, incidentFor, named, notFound } from "../ArmCall.ts"
import { badRequest, conflict } from "../ArmError.ts"
import type { IncidentRecord, Workspace } from "../ArmState.ts"
import { nextEtag } from "../ArmState.ts"
import type { Fields } from "../odata/Filter.ts"
import { listAnswer, page } from "../odata/page.ts"
import { touch } from "./incidentChange.ts"
import { incidentId, valuesOf } from "./incidentResource.ts"

interface Child {
  readonly name: string
  etag: string
}

/** What an incident has many of, each with a name that the caller chooses: comments, relations, tasks. */
export interface Children<Record extends Child> {
  /** Their segment in paths and actions. */
  readonly plural: "comments" | "relations" | "tasks"
  /** For people: `Comment`. */
  readonly noun: string
  /** How many an incident may have. Default: any number. */
  readonly maximum?: number
  readonly fields: Fields
  readonly defaultOrder: string
  readonly of: (incident: IncidentRecord) => Array<Record>
  readonly properties: (record: Record) => object
  /** What a PUT's properties say; throws ARM's 400. `etag` is set afterward. */
  readonly write: (c: ArmContext, properties: JsonObject, name: string, existing: Record | undefined) => Record
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** List, get, create or update, delete. A PUT of the same name again updates: two never come of one. */
export const childRoutes = <Record extends Child>(
  arm: ArmRoutes,
  incidents: string,
  children: Children<Record>
): void => {
  const { plural, noun, maximum = Infinity, fields, defaultOrder, of, properties, write } = children
  const collection = `${incidents}/:incident/${plural}`
  const action = (verb: "read" | "write" | "delete"): string => `Microsoft.SecurityInsights/incidents/${plural}/${verb}`

  const resource = (workspace: Workspace, incident: IncidentRecord, record: Record) => ({
    id: `${incidentId(workspace, incident)}/${capitalized(plural)}/${record.name}`,
    name: record.name,
    type: `Microsoft.SecurityInsights/Incidents/${capitalized(plural)}`,
    etag: record.etag,
    properties: properties(record)
  })

  const changed = (c: ArmContext, incident: IncidentRecord): void => {
    const { caller, now } = c.var
    if (caller.arm.behavior.childrenMoveIncident) touch(caller.arm, incident, now())
    caller.changed()
  }

  arm.get(collection, (c) => {
    const { workspace, incident } = incidentFor(c, action("read"))
    const resources = of(incident).map((record) => resource(workspace, incident, record))
    const listing = {
      fields,
      valueAt: (item: object) => valuesOf(fields, item),
      keyOf: ({ name }: { name: string }) => name.toLowerCase(),
      defaultOrder
    }
    const { items, skipToken } = page(resources, listing, new URL(c.req.url).searchParams)
    return c.json(listAnswer(items, c.req.url, skipToken))
  })

  arm.get(`${collection}/:child`, (c) => {
    const { workspace, incident } = incidentFor(c, action("read"))
    const record = named(of(incident), childName(c))
    if (record === undefined) throw notFound(c, noun, childName(c))
    return c.json(resource(workspace, incident, record))
  })

  arm.put(`${collection}/:child`, async (c) => {
    const { arm: state } = c.var.caller
    const { workspace, incident } = incidentFor(c, action("write"))
    const name = childName(c)
    const body = await bodyOf(c)
    const records = of(incident)
    const existing = named(records, name)
    if (existing !== undefined && body.etag !== undefined && body.etag !== existing.etag) throw conflict(name)
    if (existing === undefined && records.length >= maximum) {
      throw badRequest(`An incident has at most ${maximum} ${plural}.`)
    }
    const written = write(c, body.properties, existing?.name ?? name, existing)
    written.etag = nextEtag(state, c.var.now())
    if (existing === undefined) records.push(written)
    else records.splice(records.indexOf(existing), 1, written)
    changed(c, incident)
    return c.json(resource(workspace, incident, written), existing === undefined ? 201 : 200)
  })

  arm.delete(`${collection}/:child`, (c) => {
    const { incident } = incidentFor(c, action("delete"))
    const records = of(incident)
    const record = named(records, childName(c))
    if (record === undefined) return c.body(null, 204)
    records.splice(records.indexOf(record), 1)
    changed(c, incident)
    return c.body(null, 200)
  })
}
