import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { canEditIncident } from "@incident-teams/domain/permissions/Permissions"
import { incidentIn, incidentsOf } from "@incident-teams/domain/team/served"
import type { Team } from "@incident-teams/domain/team/Team"
import { ServedAlready, TeamExists } from "@incident-teams/domain/team/TeamRejection"
import { Effect, Option } from "effect"
import { changeTeam, loadTeam } from "../changes/decideAndCommit.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { servingTeam } from "../links/servingTeam.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { actorOf, workspaceFacts } from "./standing.ts"

export interface LinkIncident {
  readonly incident: IncidentId
  /** It becomes the lead, also if the team serves it already. */
  readonly lead: boolean
  /** If it has a team, that team is merged into this one. */
  readonly merge: boolean
}

/** Deciding which incidents share a team takes the right to write incidents in the workspace of each of them. */
const mayChangeAll = (session: Session, incidents: ReadonlyArray<IncidentId>) =>
  Effect.forEach(
    new Map(incidents.map((id) => [partsOfIncidentId(id).workspace, id])).values(),
    (id) => Effect.flatMap(workspaceFacts(session, id), (facts) => Effect.fromResult(canEditIncident(facts))),
    { discard: true }
  )

const idsOf = (team: Team): ReadonlyArray<IncidentId> => incidentsOf(team).map(({ id }) => id)

/** Has a team serve another incident, too; it stays open while any of them is open. */
export const linkIncident = Effect.fn("linkIncident")(function* (session: Session, id: TeamId, request: LinkIncident) {
  const { team } = yield* loadTeam(id)
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
    yield* mayChangeAll(session, idsOf(serving.team))
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
  yield* mayChangeAll(session, idsOf((yield* loadTeam(id)).team))
  return yield* changeTeam(id, (_, at) => ({ _tag: "UnlinkIncident", incident, by: actorOf(session), at }))
})

/** Says which incident continues a merged one, or, without `into`, that none does. */
export const decideMerge = Effect.fn("decideMerge")(function* (
  session: Session,
  id: TeamId,
  { incident, into }: { readonly incident: IncidentId; readonly into?: IncidentId }
) {
  const { team } = yield* loadTeam(id)
  const by = actorOf(session)
  yield* mayChangeAll(session, [...idsOf(team), ...(into === undefined ? [] : [into])])
  if (into === undefined) return yield* changeTeam(id, (_, at) => ({ _tag: "DismissMerge", incident, by, at }))
  const survivor = yield* (yield* IncidentSource).get(into, asCaller(session))
  const serving = Option.getOrUndefined(yield* servingTeam(yield* teamOfIncident(into)))
  if (serving !== undefined && serving.id !== id) yield* mayChangeAll(session, idsOf(serving.team))
  return yield* changeTeam(id, (_, at) => ({
    _tag: "ChooseSurvivor",
    incident,
    survivor: { id: survivor.id, number: survivor.number },
    by,
    at
  }))
})
