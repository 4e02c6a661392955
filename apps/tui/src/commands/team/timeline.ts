import { TimelinePage } from "@incident-teams/api/teams/TimelineView"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { momentOf } from "../../look/agoOf.ts"
import { clean } from "../../look/cells.ts"
import { action } from "../action.ts"
import { sheet } from "../output/sheet.ts"
import { moreHint, readPages, pagingFlags } from "../paging.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

export const timeline = action("timeline", {
  does: "Show what happened to a team, oldest first. Microsoft Teams has confirmed everything that is shown as done.",
  takes: {
    team: teamArgument,
    workspace: workspaceFlag,
    detail: Flag.Literals("detail", ["main", "all"]).pipe(
      Flag.withDescription(
        "main: what happened to the team. all: also internal steps, and checks of the team that found no change. Default: main."
      ),
      Flag.withDefault("main" as const)
    ),
    ...pagingFlags
  },
  examples: [
    { command: "incident-teams team timeline 1042 --all" },
    { command: "incident-teams team timeline 1042 --detail all" }
  ],
  answers: TimelinePage,
  run: Effect.fnUntraced(function* ({ team, workspace, detail, ...paging }) {
    const client = yield* connect
    const { id: teamId } = yield* resolveTeam(client, team, workspace)
    return yield* readPages(paging, (query) =>
      client.teams.timeline({ params: { teamId }, query: { detail, ...query } })
    )
  }),
  // A record is read whole: its sentences are wrapped, never cut.
  show: (page, { width }) => [
    ...sheet(
      page.items.map(({ at, text }) => [momentOf(at), clean(text)]),
      width
    ),
    ...moreHint(page, width)
  ]
})
