import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { canEditIncident, canReadWorkspace, type Permission } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Result } from "effect"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import type { Session } from "../ports/Session.ts"
import { type Stored, TeamStore } from "../ports/TeamStore.ts"
import { creationRules, mayCreateTeam, ownerToCome } from "./allowedCreation.ts"
import { type TeamAccess, teamAccess } from "./teamAccess.ts"

/** What a caller may do on one workspace, or why not: the very answers that they would get when they try. */
export interface WorkspacePermissions {
  readonly workspace: WorkspaceAlias
  readonly readIncidents: Permission
  readonly changeIncidents: Permission
  readonly createTeams: Permission
}

/** A team with an access request that waits for the caller's decision, or with their own. */
export interface TeamToReport {
  readonly stored: Stored
  readonly access: TeamAccess
}

/** Teams that are looked through: the newest with something to report. */
const most = 200

/** Who the caller is, what they may do on each workspace whose incidents they may read, and the teams that they wait for. */
export const whoAmI = Effect.fn("whoAmI")(function* (session: Session) {
  const { caller } = session
  const { workspaces } = yield* IncidentSource
  const source = yield* AzureRightsSource
  const all = yield* Effect.forEach(
    workspaces,
    ({ alias: workspace }) =>
      source.rightsOf(session, workspace).pipe(
        // It is one of those that are configured.
        Effect.catchTag("UnknownWorkspace", Effect.die),
        Effect.map((rights) => ({ caller, workspace, rights }))
      ),
    { concurrency: 4 }
  )
  const readable = all.flatMap((facts) => {
    const readIncidents = canReadWorkspace(facts)
    return Result.isSuccess(readIncidents) ? [{ facts, readIncidents }] : []
  })
  return {
    caller,
    // The tenant isn't asked about those who may read nothing, however often they ask.
    permissions:
      readable.length === 0
        ? []
        : yield* Effect.map(creationRules(session), (rules) =>
            readable.map(({ facts, readIncidents }): WorkspacePermissions => ({
              workspace: facts.workspace,
              readIncidents,
              changeIncidents: canEditIncident(facts),
              createTeams: mayCreateTeam(facts, rules, ownerToCome)
            }))
          ),
    teams: yield* teamsToReport(
      session,
      workspaces.map(({ alias }) => alias)
    )
  }
})

/** Teams whose access requests the caller decides on, and those where their own waits or was denied. */
const teamsToReport = Effect.fnUntraced(
  function* (session: Session, served: ReadonlyArray<WorkspaceAlias>) {
    const { items } = yield* (yield* TeamStore).list({ access: true }, { limit: most })
    const here = items.filter(({ team }) => served.includes(partsOfIncidentId(team.incident.id).workspace))
    const all = yield* Effect.forEach(
      here,
      (stored) => Effect.map(teamAccess(session, stored), (access): TeamToReport => ({ stored, access })),
      { concurrency: 4 }
    )
    return all.filter(
      ({ stored, access: { decides, asked, denial } }) =>
        (decides && stored.team.people.accessRequests.length > 0) || asked !== undefined || denial !== undefined
    )
  },
  Effect.catchTags({ UnknownWorkspace: Effect.die, UnknownContinuation: Effect.die })
)
