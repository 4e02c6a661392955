import { IncidentNotFoundProblem, UnknownWorkspaceProblem } from "@incident-teams/api/problems/incidentProblems"
import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"

/** `field`: the part of the request that names the workspace; undefined if it comes from stored data. */
export const unknownWorkspace = (alias: WorkspaceAlias, field?: string): UnknownWorkspaceProblem =>
  new UnknownWorkspaceProblem({
    ...defined({ field }),
    detail: `This server has no workspace with the alias ${alias}.`,
    remedy: "Use an alias from GET /v1/workspaces."
  })

/** `field`: the part of the request that names the incident; undefined if it comes from stored data. */
export const incidentNotFound = (id: IncidentId, field?: string): IncidentNotFoundProblem =>
  new IncidentNotFoundProblem({
    ...defined({ field }),
    detail: `Microsoft Sentinel has no incident ${id}.`,
    remedy: "Find the incident with GET /v1/incidents. It may have been deleted."
  })
