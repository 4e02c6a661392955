import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { Context, type Effect, Schema } from "effect"
import type {
  IncidentRefused,
  IncidentSourceUnavailable,
  NotAuthorized,
  UnknownIncidentContinuation,
  UnknownWorkspace
} from "./IncidentSource.ts"
import type { OnBehalf } from "./Session.ts"

/** What was asked for isn't there, on one read: the incident, or what should belong to it. */
export class DocumentNotFound extends Schema.TaggedError<DocumentNotFound>()("DocumentNotFound", {
  /** Of the resource: the incident's, or that of the comment, relation or task. */
  name: Schema.String
}) {}

/** The document was changed since the state that the write's etag names. */
export class DocumentConflict extends Schema.TaggedError<DocumentConflict>()("DocumentConflict", {
  name: Schema.String
}) {}

/** A resource just as the source sends it, members that we know nothing of included. */
export type IncidentDocument = Readonly<Record<string, Schema.Json>>

/** What an incident has many of, each with a name of its own. */
export type Belonging = "comments" | "relations" | "tasks"

/** What an incident was made from; listed all at once. */
export type Evidence = "alerts" | "bookmarks" | "entities"

/** The resource name of a comment, relation or task; who creates one chooses it. What is unsafe in an address is refused. */
export const BelongingName = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._()~-]{0,127}$/u, {
    expected: "1 to 128 letters, digits or . _ - ( ) ~, the first a letter or digit"
  })
).pipe(Schema.brand("BelongingName"))
export type BelongingName = typeof BelongingName.Type

export interface DocumentPlace {
  readonly incident: IncidentId
  /** Absent: the incident itself. */
  readonly below?: { readonly kind: Belonging; readonly name: BelongingName }
}

/** The incidents of a workspace, or what belongs to one incident. */
export type DocumentList =
  | { readonly workspace: WorkspaceAlias }
  | { readonly incident: IncidentId; readonly kind: Belonging }

/** In the source's own language (OData), as far as it speaks it. */
export interface DocumentQuery {
  readonly filter?: string
  readonly orderby?: string
  readonly top?: string
  /** The `next` of the page before, with the rest as it was. */
  readonly next?: string
}

export interface DocumentPage {
  readonly items: ReadonlyArray<Schema.Json>
  /** Present when there is more; opaque. Leads nowhere but to this list's next page, even if it was tampered with. */
  readonly next?: string
}

export interface WrittenDocument {
  readonly document: IncidentDocument
  readonly created: boolean
  /** Of an incident: as it is now, unless the answer can't be understood. */
  readonly incident?: Incident
}

type Unanswered = UnknownWorkspace | NotAuthorized | IncidentSourceUnavailable
type Refused = Unanswered | DocumentNotFound | IncidentRefused

/**
 * Incidents, and what belongs to them, as the source's own documents: for callers that speak its language and expect
 * all that it says. Beside `IncidentSource`, which returns as much as our rules need, in our words. Everything runs in
 * the name of `on`, as there.
 */
export class IncidentDocuments extends Context.Service<
  IncidentDocuments,
  {
    /** One page of a list, as far as `query` goes. */
    list(
      list: DocumentList,
      query: DocumentQuery,
      on: OnBehalf
    ): Effect.Effect<DocumentPage, Refused | UnknownIncidentContinuation>
    /** One document as it is now. */
    get(place: DocumentPlace, on: OnBehalf): Effect.Effect<IncidentDocument, Refused>
    /**
     * Replaces everything writable, or creates. With an `etag` in `document`: only if that is the present state, else
     * DocumentConflict; without one the last writer wins. Never repeated.
     */
    put(
      place: DocumentPlace,
      document: IncidentDocument,
      on: OnBehalf
    ): Effect.Effect<WrittenDocument, Refused | DocumentConflict>
    /** Whether there was anything to delete. */
    delete(place: DocumentPlace, on: OnBehalf): Effect.Effect<boolean, Refused | DocumentConflict>
    /** The whole answer: a list, with counts by kind where there are entities. */
    evidence(incident: IncidentId, kind: Evidence, on: OnBehalf): Effect.Effect<IncidentDocument, Refused>
  }
>()("@incident-teams/application/ports/IncidentDocuments") {}
