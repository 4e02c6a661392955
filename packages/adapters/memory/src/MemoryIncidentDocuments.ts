import {
  type Belonging,
  DocumentConflict,
  DocumentNotFound,
  type DocumentPlace,
  type IncidentDocument,
  IncidentDocuments
} from "@incident-teams/application/ports/IncidentDocuments"
import {
  type IncidentNotFound,
  IncidentRefused,
  IncidentSource,
  NotAuthorized
} from "@incident-teams/application/ports/IncidentSource"
import type { OnBehalf } from "@incident-teams/application/ports/Session"
import { defined } from "@incident-teams/domain/defined"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { incidentAction, type IncidentVerb, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, type Schema } from "effect"
import { readQuery } from "./documents/documentQuery.ts"
import { documentOf, writtenOf } from "./documents/incidentDocument.ts"
import { IncidentHand } from "./IncidentHand.ts"
import { RightsHand } from "./MemoryAzureRights.ts"

const nameOf = (id: IncidentId): string => partsOfIncidentId(id).name

const missing = ({ id }: IncidentNotFound) => new DocumentNotFound({ name: nameOf(id) })

/** Every page holds all that there is, so that there is never a next one. */
const everything = (documents: ReadonlyArray<Schema.Json>) => ({ items: documents })

/**
 * The memory source's incidents as documents: what one port writes, the other reads. Comments, relations and tasks that
 * are written here are kept as they come.
 */
export const layer: Layer.Layer<IncidentDocuments, never, IncidentSource | IncidentHand | RightsHand> = Layer.effect(
  IncidentDocuments,
  Effect.gen(function* () {
    const [source, hand, rights] = [yield* IncidentSource, yield* IncidentHand, yield* RightsHand]
    const unknown = new Map<IncidentId, IncidentDocument>()
    const belongings = new Map<string, Map<string, IncidentDocument>>()
    let written = 0

    const belongingsOf = (incident: IncidentId, kind: Belonging) => {
      const key = `${incident}/${kind}`
      const known = belongings.get(key) ?? new Map<string, IncidentDocument>()
      belongings.set(key, known)
      return known
    }

    const authorize = (on: OnBehalf, verb: IncidentVerb, { incident, below }: DocumentPlace) => {
      const { workspace } = partsOfIncidentId(incident)
      const action = incidentAction(verb, below?.kind)
      return on._tag === "System" ||
        on.session.caller._tag === "Application" ||
        isGranted(rights.rightsOf(on.session.caller.id, workspace), action)
        ? Effect.void
        : Effect.fail(new NotAuthorized({ action, reason: `Azure doesn't allow it on ${workspace}.` }))
    }

    const read = (incident: IncidentId, on: OnBehalf) =>
      source.get(incident, on).pipe(
        Effect.catchTag("IncidentNotFound", (failure) => Effect.fail(missing(failure))),
        Effect.map((found) => documentOf(found, unknown.get(incident) ?? {}))
      )

    /** The port's other half puts comments too. */
    const listed = Effect.fnUntraced(function* (incident: IncidentId, kind: Belonging, on: OnBehalf) {
      yield* read(incident, on)
      const others = kind === "comments" ? yield* hand.commentsOf(incident) : []
      return [
        ...others.map(({ id, message, author }) => ({ name: id, properties: { message, author: { ...author } } })),
        ...belongingsOf(incident, kind).values()
      ]
    })

    const stale = ({ etag }: IncidentDocument, present: IncidentDocument | undefined): boolean =>
      etag !== undefined && present !== undefined && etag !== present["etag"]

    const putIncident = Effect.fnUntraced(function* (incident: IncidentId, document: IncidentDocument) {
      const { workspace, name } = partsOfIncidentId(incident)
      const asked = yield* Effect.fromResult(writtenOf(document))
      const before = yield* hand.read(incident)
      if (before !== undefined && stale(document, { etag: before.etag })) return yield* new DocumentConflict({ name })
      unknown.set(incident, asked.unknown)
      const after =
        before === undefined
          ? yield* hand.add(workspace, { name, ...asked.written })
          : yield* hand.replace(incident, asked.written)
      return {
        document: documentOf(after, asked.unknown),
        created: before === undefined,
        snapshot: snapshotOf(after)
      }
    })

    return {
      list: Effect.fnUntraced(function* (list, query, on) {
        if ("incident" in list) return everything(yield* listed(list.incident, list.kind, on))
        const asked = yield* Effect.fromResult(readQuery(query))
        const { next } = query
        const page = yield* source.list(list.workspace, { ...asked, ...defined({ next }) }, on)
        return {
          items: page.items.map((incident) => documentOf(incident, unknown.get(incident.id) ?? {})),
          ...defined({ next: page.next })
        }
      }),

      get: Effect.fnUntraced(function* ({ incident, below }, on) {
        if (below === undefined) return yield* read(incident, on)
        const found = (yield* listed(incident, below.kind, on)).find((one) => one["name"] === below.name)
        return found ?? (yield* new DocumentNotFound({ name: below.name }))
      }),

      put: Effect.fnUntraced(function* (place, document, on) {
        const { incident, below } = place
        yield* authorize(on, "write", place)
        if (below === undefined) return yield* putIncident(incident, document)
        yield* read(incident, on)
        const kept = belongingsOf(incident, below.kind)
        const before = kept.get(below.name)
        if (stale(document, before)) return yield* new DocumentConflict({ name: below.name })
        const { properties } = document
        if (typeof properties !== "object") return yield* new IncidentRefused({ reason: "'properties' is required." })
        const after = { ...document, name: below.name, etag: `"${++written}"` }
        kept.set(below.name, after)
        return { document: after, created: before === undefined }
      }),

      delete: Effect.fnUntraced(function* (place, on) {
        const { incident, below } = place
        yield* authorize(on, "delete", place)
        if (below !== undefined) return belongingsOf(incident, below.kind).delete(below.name)
        if ((yield* hand.read(incident)) === undefined) return false
        yield* hand.delete(incident)
        return true
      }),

      evidence: (incident, kind, on) =>
        Effect.gen(function* () {
          if (kind === "bookmarks") {
            const bookmarks = yield* source.bookmarks(incident, on)
            return {
              value: bookmarks.map(({ id, name }) => ({
                name: id,
                kind: "Bookmark",
                properties: { displayName: name }
              }))
            }
          }
          if (kind === "alerts") {
            const alerts = yield* source.alerts(incident, on)
            return {
              value: alerts.map(({ id, name }) => ({
                name: id,
                kind: "SecurityAlert",
                properties: { systemAlertId: id, alertDisplayName: name }
              }))
            }
          }
          const { entities, counts } = yield* source.entities(incident, on)
          return {
            entities: entities.map(({ id, kind: entityKind, facts }) => ({
              name: id,
              kind: entityKind,
              properties: Object.fromEntries(facts.map(({ key, value }) => [key, value]))
            })),
            metaData: counts.map(({ kind: entityKind, count }) => ({ entityKind, count }))
          }
        }).pipe(Effect.catchTag("IncidentNotFound", (failure) => Effect.fail(missing(failure))))
    }
  })
)
