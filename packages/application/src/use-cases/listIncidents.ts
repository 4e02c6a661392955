import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { canReadIncident, canReadWorkspace, type TeamFacts } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Option, Result } from "effect"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { teamServing, teamsServing } from "../links/servingTeam.ts"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { type IncidentFilter, type IncidentOrder, IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, asSystem, type Session } from "../ports/Session.ts"
import type { Stored } from "../ports/TeamStore.ts"
import { standingIn, workspaceFacts } from "./standing.ts"

/** An incident and its team, if it has one. */
export interface IncidentWithTeam {
  readonly incident: Incident
  readonly team: Stored | undefined
}

export interface ListIncidents {
  readonly workspace: WorkspaceAlias
  readonly filter: IncidentFilter
  readonly order: IncidentOrder
  readonly top: number
  readonly next?: string
}

/** One page of a workspace's incidents with their teams, for callers who may read them. */
export const listIncidents = Effect.fn("listIncidents")(function* (session: Session, query: ListIncidents) {
  const source = yield* IncidentSource
  const rights = yield* (yield* AzureRightsSource).rightsOf(session, query.workspace)
  yield* Effect.fromResult(canReadWorkspace({ caller: session.caller, workspace: query.workspace, rights }))
  const page = yield* source.list(query.workspace, query, asCaller(session))
  const rows = yield* Effect.forEach(page.items, (incident) =>
    Effect.map(teamOfIncident(incident.id), (id) => ({ incident, id }))
  )
  const teams = yield* teamsServing(rows.map(({ id }) => id))
  return {
    items: rows.map(({ incident, id }): IncidentWithTeam => ({ incident, team: teams.get(id) })),
    ...defined({ next: page.next })
  }
})

/** The workspaces whose incidents the caller may read. */
export const listWorkspaces = Effect.fn("listWorkspaces")(function* (session: Session) {
  const rights = yield* AzureRightsSource
  const { workspaces } = yield* IncidentSource
  return yield* Effect.filter(
    workspaces.map(({ alias }) => alias),
    (workspace) =>
      rights.rightsOf(session, workspace).pipe(
        // It is one of those that are configured.
        Effect.catchTag("UnknownWorkspace", Effect.die),
        Effect.map((granted) =>
          Result.isSuccess(canReadWorkspace({ caller: session.caller, workspace, rights: granted }))
        )
      ),
    { concurrency: 4 }
  )
})

/**
 * One incident with its team. A member of the team who has no right in Sentinel sees it too: it is read in our name
 * then, as the page in the team shows it anyway.
 */
export const getIncident = Effect.fn("getIncident")(function* (session: Session, id: IncidentId) {
  const source = yield* IncidentSource
  const team = Option.getOrUndefined(yield* teamServing(id))
  // The incident's own workspace counts: the team's lead may be in another one.
  const facts: TeamFacts = {
    ...(yield* workspaceFacts(session, id)),
    standing: team === undefined ? "none" : yield* standingIn(session, team)
  }
  yield* Effect.fromResult(canReadIncident(facts))
  const inOwnName = Result.isSuccess(canReadWorkspace(facts))
  const incident = yield* source.get(id, inOwnName ? asCaller(session) : asSystem)
  const found: IncidentWithTeam = { incident, team }
  return found
})
