import { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import { action } from "../action.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { teamSheet } from "./teamSheet.ts"

export const show = action("show", {
  does: "Shows a team: how it is, its link, its people, and who was refused and why.",
  takes: { team: teamArgument, workspace: workspaceFlag },
  examples: [
    { command: "incident-teams team show 1042" },
    { command: "incident-teams team show 1042 --json | jq -r .link", description: "The way into it" }
  ],
  answers: TeamView,
  run: Effect.fnUntraced(function* ({ team, workspace }) {
    return yield* teamMeant(yield* connected, team, workspace)
  }),
  show: teamSheet
})
