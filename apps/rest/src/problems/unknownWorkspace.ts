import { UnknownWorkspaceProblem } from "@incident-teams/api/problems/incidentProblems"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"

/** The part of a request that names a workspace; undefined where it comes from what is stored. */
export type WorkspaceField = "incidentId" | "workspace" | undefined

export const unknownWorkspace = (alias: WorkspaceAlias, field?: WorkspaceField): UnknownWorkspaceProblem =>
  new UnknownWorkspaceProblem({
    ...(field === undefined ? {} : { field }),
    detail: `No workspace is called ${alias} here.`,
    remedy: "Name one of those that GET /v1/workspaces lists."
  })
