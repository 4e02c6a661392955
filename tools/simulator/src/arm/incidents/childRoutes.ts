import {
  type CommentRecord,
  type IncidentRecord,
  nextEtag,
  type RelationRecord,
  type TaskRecord,
  touch,
  type Workspace
} from "../../platform/ArmState.ts"
import type { UncheckedObject } from "../../platform/json.ts"
import {
  type ArmContext,
  type ArmRoutes,
  bodyOf,
  childName,
  clientInfo,
  incidentFor,
  findByName,
  notFound
} from "../ArmCall.ts"
import { badRequest, conflict } from "../ArmError.ts"
import { armTime } from "../armTime.ts"
import type { Fields } from "../odata/filter.ts"
import { listAnswer, page } from "../odata/page.ts"
import { requiredChoice, requiredText, textOf } from "./incidentChange.ts"
import { incidentId, valuesOf } from "./incidentResource.ts"

interface Child {
  readonly name: string
  etag: string
}

/** A kind of an incident's children, each with a name that the caller chooses: comments, relations, tasks. */
export interface Children<Record extends Child> {
  /** Their segment in paths and actions. */
  readonly plural: "comments" | "relations" | "tasks"
  /** Display name, such as `Comment`. */
  readonly noun: string
  /** Maximum number in an incident. Default: unlimited. */
  readonly maximum?: number
  readonly fields: Fields
  readonly defaultOrder: string
  readonly of: (incident: IncidentRecord) => Array<Record>
  readonly properties: (record: Record) => object
  /** Reads a PUT's properties; throws ARM's 400. The caller sets `etag` afterward. */
  readonly write: (c: ArmContext, properties: UncheckedObject, name: string, existing: Record | undefined) => Record
}

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** List, get, create or update, delete. A repeated PUT of the same name updates, so it is idempotent. */
export const childRoutes = <Record extends Child>(
  arm: ArmRoutes,
  incidents: string,
  children: Children<Record>
): void => {
  const { plural, noun, maximum = Infinity, fields, defaultOrder, of, properties, write } = children
  const collection = `${incidents}/:incident/${plural}`
  const action = (verb: "read" | "write" | "delete"): string => `Microsoft.SecurityInsights/incidents/${plural}/${verb}`

  const resource = (workspace: Workspace, incident: IncidentRecord, record: Record) => ({
    id: `${incidentId(workspace, incident)}/${capitalize(plural)}/${record.name}`,
    name: record.name,
    type: `Microsoft.SecurityInsights/Incidents/${capitalize(plural)}`,
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
    const record = findByName(of(incident), childName(c))
    if (record === undefined) throw notFound(c, noun, childName(c))
    return c.json(resource(workspace, incident, record))
  })

  arm.put(`${collection}/:child`, async (c) => {
    const { arm: state } = c.var.caller
    const { workspace, incident } = incidentFor(c, action("write"))
    const name = childName(c)
    const body = await bodyOf(c)
    const records = of(incident)
    const existing = findByName(records, name)
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
    const record = findByName(records, childName(c))
    if (record === undefined) return c.body(null, 204)
    records.splice(records.indexOf(record), 1)
    changed(c, incident)
    return c.body(null, 200)
  })
}

// "Investigate incidents with Microsoft Sentinel": 100 comments, each of 30,000 characters.
const maximum = 100
const maximumLength = 30_000

export const comments: Children<CommentRecord> = {
  plural: "comments",
  noun: "Comment",
  maximum,
  fields: {
    name: "string",
    "properties/message": "string",
    "properties/author/objectId": "string",
    "properties/createdTimeUtc": "date",
    "properties/lastModifiedTimeUtc": "date"
  },
  defaultOrder: "properties/createdTimeUtc desc",
  of: (incident) => incident.comments,
  properties: ({ message, createdTimeUtc, lastModifiedTimeUtc, author }) => ({
    message,
    createdTimeUtc: armTime(createdTimeUtc),
    lastModifiedTimeUtc: armTime(lastModifiedTimeUtc),
    author
  }),
  write: (c, properties, name, existing) => {
    const message = requiredText(properties, "message")
    if (message.length > maximumLength) throw badRequest(`A comment has at most ${maximumLength} characters.`)
    const now = c.var.now().toISOString()
    return {
      name,
      etag: "",
      message,
      createdTimeUtc: existing?.createdTimeUtc ?? now,
      lastModifiedTimeUtc: now,
      author: existing?.author ?? clientInfo(c)
    }
  }
}

/** The last provider, type and name of an ARM id. */
const relatedResource = /\/providers\/([^/]+)\/([^/]+)\/([^/]+)$/i

export const relations: Children<RelationRecord> = {
  plural: "relations",
  noun: "Relation",
  fields: { name: "string", "properties/relatedResourceId": "string" },
  defaultOrder: "name asc",
  of: (incident) => incident.relations,
  properties: ({ relatedResourceId }) => {
    const [, provider = "", type = "", name = ""] = relatedResource.exec(relatedResourceId) ?? []
    return {
      relatedResourceId,
      relatedResourceName: name,
      relatedResourceType: `${provider}/${type}`,
      // Bookmarks have no kind; entities are what alerts are related as.
      ...(type.toLowerCase() === "entities" && { relatedResourceKind: "SecurityAlert" })
    }
  },
  write: (_, properties, name) => {
    // The pattern of 2025-09-01.
    if (!/^[a-zA-Z0-9-]{3,63}$/.test(name)) throw badRequest(`'${name}' is not a valid relation name.`)
    const relatedResourceId = requiredText(properties, "relatedResourceId")
    if (!relatedResource.test(relatedResourceId)) throw badRequest("'relatedResourceId' must be an ARM id.")
    return { name, etag: "", relatedResourceId }
  }
}

export const tasks: Children<TaskRecord> = {
  plural: "tasks",
  noun: "Task",
  fields: {
    name: "string",
    "properties/title": "string",
    "properties/status": "string",
    "properties/createdTimeUtc": "date",
    "properties/lastModifiedTimeUtc": "date"
  },
  defaultOrder: "properties/createdTimeUtc asc",
  of: (incident) => incident.tasks,
  properties: ({ name: _name, etag: _etag, ...properties }) => ({
    ...properties,
    createdTimeUtc: armTime(properties.createdTimeUtc),
    lastModifiedTimeUtc: armTime(properties.lastModifiedTimeUtc)
  }),
  write: (c, properties, name, existing) => {
    const description = textOf(properties, "description")
    const now = c.var.now().toISOString()
    return {
      name,
      etag: "",
      title: requiredText(properties, "title"),
      ...(description !== undefined && { description }),
      status: requiredChoice(properties, "status", ["New", "Completed"]),
      createdTimeUtc: existing?.createdTimeUtc ?? now,
      lastModifiedTimeUtc: now,
      createdBy: existing?.createdBy ?? clientInfo(c),
      lastModifiedBy: clientInfo(c)
    }
  }
}
