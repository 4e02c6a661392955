import type { WorkspaceRequiredProblem } from "@incident-teams/api/problems/incidentProblems"
import { WorkspaceOnWire } from "@incident-teams/api/values/Ids"
import { Config, Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { CommandFailure } from "../CommandFailure.ts"

export type Workspace = typeof WorkspaceOnWire.Type

export const workspaceFlag = Flag.String("workspace").pipe(
  Flag.withMetavar("<alias>"),
  Flag.withDescription("The workspace that is meant, where several are served. Otherwise INCIDENT_TEAMS_WORKSPACE."),
  Flag.withFallbackConfig(Config.NonEmptyString("INCIDENT_TEAMS_WORKSPACE")),
  Flag.withSchema(WorkspaceOnWire),
  Flag.optional
)

export const inWorkspace = (workspace: Option.Option<Workspace>) =>
  Option.isSome(workspace) ? { workspace: workspace.value } : {}

/** The server's own words are about its query; these are about the flag. */
export const workspaceNotNamed = ({ workspaces }: WorkspaceRequiredProblem): Effect.Effect<never, CommandFailure> =>
  Effect.fail(
    new CommandFailure({
      ending: "usage",
      type: "workspace-not-named",
      title: "The workspace isn't named",
      detail: `There are several: ${workspaces.join(", ")}.`,
      remedy: `Name one: --workspace ${workspaces[0]}`
    })
  )
