import { WorkspaceRequiredProblem } from "@incident-teams/api/problems/incidentProblems"
import { listWorkspaces } from "@incident-teams/application/use-cases/listIncidents"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect } from "effect"

/** The workspace that was named, or the only one there is. */
export const workspaceMeant = Effect.fnUntraced(function* (named: WorkspaceAlias | undefined) {
  if (named !== undefined) return named
  const [only, ...others] = yield* listWorkspaces
  if (only !== undefined && others.length === 0) return only
  const workspaces = only === undefined ? [] : [only, ...others]
  return yield* new WorkspaceRequiredProblem({
    field: "workspace",
    workspaces,
    detail: `${workspaces.length} workspaces are configured, and the request names none.`,
    remedy: `Name one: ?workspace=${workspaces[0] ?? ""}`
  })
})
