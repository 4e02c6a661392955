import type { WorkspaceRequiredProblem } from "@incident-teams/api/problems/incidentProblems"
import { WorkspaceOnWire } from "@incident-teams/api/values/Ids"
import { Config, Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { CommandFailure } from "../CommandFailure.ts"

export type Workspace = typeof WorkspaceOnWire.Type

export const workspaceFlag = Flag.String("workspace").pipe(
  Flag.withMetavar("<alias>"),
  Flag.withDescription("The workspace, if the server has several. Default: INCIDENT_TEAMS_WORKSPACE."),
  Flag.withFallbackConfig(Config.NonEmptyString("INCIDENT_TEAMS_WORKSPACE")),
  Flag.withSchema(WorkspaceOnWire),
  Flag.optional
)

export const inWorkspace = (workspace: Option.Option<Workspace>) =>
  Option.isSome(workspace) ? { workspace: workspace.value } : {}

/** The server's problem is about its query; this one is about the flag. */
export const requireWorkspace = ({ workspaces }: WorkspaceRequiredProblem): Effect.Effect<never, CommandFailure> =>
  Effect.fail(
    new CommandFailure({
      ending: "usage",
      type: "workspace-not-named",
      title: "No workspace given",
      detail: `The server has several workspaces: ${workspaces.join(", ")}.`,
      remedy: `Choose one, for example: --workspace ${workspaces[0]}`
    })
  )
