import { WorkspaceRequiredProblem } from "@incident-teams/api/problems/incidentProblems"
import type { Session } from "@incident-teams/application/ports/Session"
import { listWorkspaces } from "@incident-teams/application/use-cases/listIncidents"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { canReadSomewhere } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"

/** The workspace that was named, or the only one that the caller may read. */
export const workspaceMeant = Effect.fnUntraced(function* (session: Session, named: WorkspaceAlias | undefined) {
  if (named !== undefined) return named
  const workspaces = yield* listWorkspaces(session)
  yield* Effect.fromResult(canReadSomewhere(session.caller, workspaces))
  const [only, ...others] = workspaces
  if (only !== undefined && others.length === 0) return only
  return yield* new WorkspaceRequiredProblem({
    field: "workspace",
    workspaces,
    detail: `You may read ${workspaces.length} workspaces, and the request names none.`,
    remedy: `Name one: ?workspace=${only ?? ""}`
  })
})
