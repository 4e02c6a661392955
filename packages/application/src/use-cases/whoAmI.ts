import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { canEditIncident, canReadIncident, type Permission } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Result } from "effect"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import type { Session } from "../ports/Session.ts"
import { creationRules, mayCreateTeam, ownerToCome } from "./allowedCreation.ts"

/** What a caller may do on one workspace, or why not: the very answers that they would get when they try. */
export interface WorkspacePermissions {
  readonly workspace: WorkspaceAlias
  readonly readIncidents: Permission
  readonly changeIncidents: Permission
  readonly createTeams: Permission
}

/** Who the caller is, and what they may do on each workspace whose incidents they may read. */
export const whoAmI = Effect.fn("whoAmI")(function* (session: Session) {
  const { caller } = session
  const { workspaces } = yield* IncidentSource
  const source = yield* AzureRightsSource
  const rules = yield* creationRules(session)
  const permissions = yield* Effect.forEach(
    workspaces,
    ({ alias: workspace }) =>
      source.rightsOf(session, workspace).pipe(
        // It is one of those that are configured.
        Effect.catchTag("UnknownWorkspace", Effect.die),
        Effect.map((rights): WorkspacePermissions => {
          const facts = { caller, workspace, rights }
          return {
            workspace,
            readIncidents: canReadIncident({ ...facts, standing: "none" }),
            changeIncidents: canEditIncident(facts),
            createTeams: mayCreateTeam(facts, rules, ownerToCome)
          }
        })
      ),
    { concurrency: 4 }
  )
  return { caller, permissions: permissions.filter(({ readIncidents }) => Result.isSuccess(readIncidents)) }
})
