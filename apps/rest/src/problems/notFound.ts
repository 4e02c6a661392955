import { UnknownWorkspaceProblem } from "@incident-teams/api/problems/incidentProblems"
import { defined } from "@incident-teams/domain/defined"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"

/** The part of a request that names a workspace; undefined if the workspace comes from stored data. */
export type WorkspaceField = "incidentId" | "workspace" | undefined

export const unknownWorkspace = (alias: WorkspaceAlias, field?: WorkspaceField): UnknownWorkspaceProblem =>
  new UnknownWorkspaceProblem({
    ...defined({ field }),
    detail: `This server has no workspace with the alias ${alias}.`,
    remedy: "Use an alias from GET /v1/workspaces."
  })
