import { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import { action } from "../action.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { teamSheet } from "./teamSheet.ts"

export const show = action("show", {
  does: "Show a team: its status, its link, its people, and everything that went wrong.",
  takes: { team: teamArgument, workspace: workspaceFlag },
  examples: [
    { command: "incident-teams team show 1042" },
    { command: "incident-teams team show 1042 --json | jq -r .link", description: "The team's link" }
  ],
  answers: TeamView,
  run: Effect.fnUntraced(function* ({ team, workspace }) {
    return yield* resolveTeam(yield* connect, team, workspace)
  }),
  show: teamSheet
})
