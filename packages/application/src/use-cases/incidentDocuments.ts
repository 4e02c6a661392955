import { defined } from "@incident-teams/domain/defined"
import { type IncidentId, incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { changeOf } from "@incident-teams/domain/incident/IncidentAct"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import type { IncidentVerb } from "@incident-teams/domain/permissions/AzureActions"
import { canUseIncidents } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Option, Schema } from "effect"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { followIncident, observeIncident } from "../feed/observeIncident.ts"
import { teamServing, teamsServing } from "../links/servingTeam.ts"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import {
  type Belonging,
  type DocumentList,
  type DocumentPlace,
  type DocumentQuery,
  type Evidence,
  type IncidentDocument,
  IncidentDocuments
} from "../ports/IncidentDocuments.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { type Stored, TeamStore } from "../ports/TeamStore.ts"
import { actBy } from "./actBy.ts"
import { workspaceFacts } from "./standing.ts"

/** A document as the source has it; an incident's with our team, where there is one. */
export interface DocumentWithTeam {
  readonly document: Schema.Json
  readonly team?: Stored
}

/** What a caller may do here is what Azure lets them do, and for applications what our app roles add to that. */
const allowed = Effect.fnUntraced(function* (
  session: Session,
  verb: IncidentVerb,
  place: { readonly incident: IncidentId; readonly below?: Belonging }
) {
  yield* Effect.fromResult(canUseIncidents(yield* workspaceFacts(session, place.incident), verb, place.below))
})

const placeOf = ({ incident, below }: DocumentPlace) => ({
  incident,
  ...defined({ below: below?.kind })
})

/** One page of a workspace's incidents, or of what belongs to one of them. */
export const listDocuments = Effect.fn("listDocuments")(function* (
  session: Session,
  list: DocumentList,
  query: DocumentQuery
) {
  if ("workspace" in list) {
    const rights = yield* (yield* AzureRightsSource).rightsOf(session, list.workspace)
    yield* Effect.fromResult(canUseIncidents({ caller: session.caller, workspace: list.workspace, rights }, "read"))
  } else {
    yield* allowed(session, "read", { incident: list.incident, below: list.kind })
  }
  const { items, next } = yield* (yield* IncidentDocuments).list(list, query, asCaller(session))
  return {
    items: "workspace" in list ? yield* withTeams(list.workspace, items) : items.map((document) => ({ document })),
    ...defined({ next })
  }
})

const nameOf = Schema.decodeUnknownOption(Schema.Struct({ name: IncidentName }))

const withTeams = Effect.fnUntraced(function* (workspace: WorkspaceAlias, documents: ReadonlyArray<Schema.Json>) {
  const ids = yield* Effect.forEach(documents, (document) =>
    Option.match(nameOf(document), {
      onNone: () => Effect.undefined,
      onSome: ({ name }) => teamOfIncident(incidentIdOf(workspace, name))
    })
  )
  const teams = yield* teamsServing(ids.filter((id) => id !== undefined))
  return documents.map((document, at): DocumentWithTeam => {
    const id = ids[at]
    const team = id === undefined ? undefined : teams.get(id)
    return { document, ...defined({ team }) }
  })
})

const withTeam = Effect.fnUntraced(function* ({ incident, below }: DocumentPlace, document: IncidentDocument) {
  const team = below === undefined ? Option.getOrUndefined(yield* teamServing(incident)) : undefined
  const found: DocumentWithTeam = { document, ...defined({ team }) }
  return found
})

/** An incident that has a team, as it is now, to tell what a write changes; a PUT says only what is so afterward. */
const incidentOfTeam = Effect.fnUntraced(
  function* (session: Session, id: IncidentId) {
    const stored = yield* teamServing(id)
    return Option.isNone(stored) ? undefined : yield* (yield* IncidentSource).get(id, asCaller(session))
  },
  Effect.orElseSucceed(() => undefined)
)

export const getDocument = Effect.fn("getDocument")(function* (session: Session, place: DocumentPlace) {
  yield* allowed(session, "read", placeOf(place))
  const document = yield* (yield* IncidentDocuments).get(place, asCaller(session))
  return yield* withTeam(place, document)
})

/** Replaces or creates, in the caller's name; an incident's team follows at once and records who did what. */
export const putDocument = Effect.fn("putDocument")(function* (
  session: Session,
  place: DocumentPlace,
  document: IncidentDocument
) {
  yield* allowed(session, "write", placeOf(place))
  const before = place.below === undefined ? yield* incidentOfTeam(session, place.incident) : undefined
  const written = yield* (yield* IncidentDocuments).put(place, document, asCaller(session))
  // The write is done: a team that can't follow right now, and what can't be published, is brought along by the feed.
  if (written.incident !== undefined) {
    // Of an incident that couldn't be read before, only that it was written is known.
    const act = changeOf(before ?? written.incident, written.incident)
    const done = yield* actBy(session, place.incident, act)
    const observation = { _tag: "Found", incident: snapshotOf(written.incident) } as const
    yield* Effect.ignore((yield* TeamStore).publish([written.incident]))
    yield* Effect.ignore(followIncident(place.incident, observation, done))
  }
  const found = yield* withTeam(place, written.document).pipe(
    Effect.orElseSucceed((): DocumentWithTeam => ({ document: written.document }))
  )
  return { ...found, created: written.created }
})

/** Whether there was anything to delete. A deleted incident's team is archived once a second read confirms it. */
export const deleteDocument = Effect.fn("deleteDocument")(function* (session: Session, place: DocumentPlace) {
  yield* allowed(session, "delete", placeOf(place))
  const existed = yield* (yield* IncidentDocuments).delete(place, asCaller(session))
  if (place.below === undefined) {
    const done = existed ? yield* actBy(session, place.incident, { _tag: "Deleted" }) : undefined
    yield* Effect.ignore(observeIncident(place.incident, done))
  }
  return existed
})

/** What the incident was made from, as the source returns it. */
export const listEvidence = Effect.fn("listEvidence")(function* (
  session: Session,
  incident: IncidentId,
  kind: Evidence
) {
  yield* allowed(session, "read", { incident })
  return yield* (yield* IncidentDocuments).evidence(incident, kind, asCaller(session))
})
