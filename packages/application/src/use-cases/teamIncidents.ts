import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { canShareTeam } from "@incident-teams/domain/permissions/Permissions"
import type { Person } from "@incident-teams/domain/team/Person"
import { everyoneOf, fitsInOneTeam } from "@incident-teams/domain/team/Roster"
import { incidentIn, incidentsOf } from "@incident-teams/domain/team/served"
import type { Team } from "@incident-teams/domain/team/Team"
import { ServedAlready, TeamExists } from "@incident-teams/domain/team/TeamRejection"
import { Effect, Option } from "effect"
import { changeTeam, loadTeam } from "../changes/decideAndCommit.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { servingTeam } from "../links/servingTeam.ts"
import { type IncidentFilter, IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session, type Visitor } from "../ports/Session.ts"
import type { Stored } from "../ports/TeamStore.ts"
import { detailsOf } from "./getTeam.ts"
import { listIncidents, listWorkspaces } from "./listIncidents.ts"
import { actorOf, workspaceFacts } from "./standing.ts"

export interface LinkIncident {
  readonly incident: IncidentId
  /** It becomes the lead, also if the team serves it already. */
  readonly lead: boolean
  /** If it has a team, that team is merged into this one. */
  readonly merge: boolean
}

/** Deciding which incidents share a team takes the right to write incidents in the workspace of each of them. */
const mayChangeAll = (visitor: Visitor, incidents: ReadonlyArray<IncidentId>) =>
  Effect.forEach(
    new Map(incidents.map((id) => [partsOfIncidentId(id).workspace, id])).values(),
    (id) => Effect.flatMap(workspaceFacts(visitor, id), (facts) => Effect.fromResult(canShareTeam(facts))),
    { discard: true }
  )

/** Refuses a visitor who may not decide which incidents this team serves. */
export const requireSharing = (visitor: Visitor, team: Team) => mayChangeAll(visitor, idsOf(team))

/** A merge adds everyone of the other team to this one. */
const requireRoom = Effect.fnUntraced(function* (own: Stored, other: Stored) {
  const [some, others] = yield* Effect.all([peopleOf(own), peopleOf(other)])
  yield* Effect.fromResult(fitsInOneTeam(some, others))
})

const peopleOf = (stored: Stored) =>
  Effect.map(detailsOf(stored), ({ entries, seen }) => everyoneOf(stored.team, entries, seen?.members ?? []))

const idsOf = (team: Team): ReadonlyArray<IncidentId> => incidentsOf(team).map(({ id }) => id)

/** Has a team serve another incident, too; it stays open while any of them is open. */
export const linkIncident = Effect.fn("linkIncident")(function* (session: Session, id: TeamId, request: LinkIncident) {
  const stored = yield* loadTeam(id)
  const { team } = stored
  yield* mayChangeAll(session, [...idsOf(team), request.incident])
  const by = actorOf(session)
  if (request.lead && incidentIn(team, request.incident) !== undefined) {
    return yield* changeTeam(id, (_, at) => ({ _tag: "ChangeLead", incident: request.incident, by, at }))
  }
  const incident = yield* (yield* IncidentSource).get(request.incident, asCaller(session))
  const own = yield* teamOfIncident(request.incident)
  const serving = Option.getOrUndefined(yield* servingTeam(own))
  if (serving !== undefined && serving.id !== id) {
    if (!request.merge) {
      return yield* serving.id === own
        ? new TeamExists({ team: serving.id })
        : new ServedAlready({ team: serving.id, name: serving.team.name })
    }
    yield* requireSharing(session, serving.team)
    yield* requireRoom(stored, serving)
  }
  return yield* changeTeam(id, (_, at) => ({
    _tag: "LinkIncident",
    incident: snapshotOf(incident),
    target: serving?.id ?? own,
    merge: request.merge,
    lead: request.lead,
    by,
    at
  }))
})

/** Undoes a link: the incident can have a team of its own again, and a team that was merged goes on by itself. */
export const unlinkIncident = Effect.fn("unlinkIncident")(function* (
  session: Session,
  id: TeamId,
  incident: IncidentId
) {
  yield* requireSharing(session, (yield* loadTeam(id)).team)
  return yield* changeTeam(id, (_, at) => ({ _tag: "UnlinkIncident", incident, by: actorOf(session), at }))
})

/** Says which incident continues a merged one, or, without `into`, that none does. */
export const decideMerge = Effect.fn("decideMerge")(function* (
  session: Session,
  id: TeamId,
  { incident, into }: { readonly incident: IncidentId; readonly into?: IncidentId }
) {
  const stored = yield* loadTeam(id)
  const by = actorOf(session)
  yield* mayChangeAll(session, [...idsOf(stored.team), ...(into === undefined ? [] : [into])])
  if (into === undefined) return yield* changeTeam(id, (_, at) => ({ _tag: "DismissMerge", incident, by, at }))
  const survivor = yield* (yield* IncidentSource).get(into, asCaller(session))
  const serving = Option.getOrUndefined(yield* servingTeam(yield* teamOfIncident(into)))
  if (serving !== undefined && serving.id !== id) {
    yield* requireSharing(session, serving.team)
    yield* requireRoom(stored, serving)
  }
  return yield* changeTeam(id, (_, at) => ({
    _tag: "ChooseSurvivor",
    incident,
    survivor: { id: survivor.id, number: survivor.number },
    by,
    at
  }))
})

/** An incident that a team could serve, too. */
export interface Linkable {
  readonly incident: Incident
  /** The team that serves it now, and who of it would be new to the other team. */
  readonly team?: { readonly stored: Stored; readonly people: ReadonlyArray<Person> }
}

/** So many are found in each workspace. */
const foundAtMost = 10

/** Incidents that match, in all workspaces that the caller may read, without those that the team serves already. */
export const findLinkable = Effect.fn("findLinkable")(function* (
  session: Session,
  own: Stored,
  filter: IncidentFilter
) {
  const known = new Set((yield* peopleOf(own)).map(({ id }) => id))
  const pages = yield* Effect.forEach(
    yield* listWorkspaces(session),
    (workspace) =>
      listIncidents(session, { workspace, filter, order: { by: "lastModified", descending: true }, top: foundAtMost }),
    { concurrency: 4 }
  )
  return yield* Effect.forEach(
    pages.flatMap(({ items }) => items).filter(({ incident }) => incidentIn(own.team, incident.id) === undefined),
    ({ incident, team: stored }) =>
      stored === undefined
        ? Effect.succeed<Linkable>({ incident })
        : Effect.map(peopleOf(stored), (people): Linkable => ({
            incident,
            team: { stored, people: people.filter(({ id }) => !known.has(id)) }
          }))
  )
})
