import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canEditIncident } from "@incident-teams/domain/permissions/Permissions"
import { incidentsOf } from "@incident-teams/domain/team/served"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import { changeTeam, loadTeam } from "../changes/decideAndCommit.ts"
import type { Session, Visitor } from "../ports/Session.ts"
import { actorOf, workspaceFacts } from "./standing.ts"

/** Refuses a visitor who couldn't close or reopen every incident of this team. */
export const requireClosing = (visitor: Visitor, team: Team) =>
  Effect.forEach(
    new Map(incidentsOf(team).map(({ id }): [string, IncidentId] => [partsOfIncidentId(id).workspace, id])).values(),
    (id) => Effect.flatMap(workspaceFacts(visitor, id), (facts) => Effect.fromResult(canEditIncident(facts))),
    { discard: true }
  )

/** Has a team archived whose incidents are closed, without waiting for the end of a grace. */
export const archiveNow = Effect.fn("archiveNow")(function* (session: Session, id: TeamId) {
  yield* requireClosing(session, (yield* loadTeam(id)).team)
  return yield* changeTeam(id, (_, at) => ({ _tag: "ArchiveNow", by: actorOf(session), at }))
})

/** Keeps a team open whose incidents were just closed, until it is archived by a person or an incident is open again. */
export const keepOpen = Effect.fn("keepOpen")(function* (session: Session, id: TeamId) {
  yield* requireClosing(session, (yield* loadTeam(id)).team)
  return yield* changeTeam(id, (_, at) => ({ _tag: "KeepOpen", by: actorOf(session), at }))
})
