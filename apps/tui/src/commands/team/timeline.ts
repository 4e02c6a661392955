import { TimelinePage, type TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { momentOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { table } from "../output/table.ts"
import { moreHint, readPages, pagingFlags } from "../paging.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

const actorName = ({ by }: Pick<TimelineEntry, "by">): string =>
  by === undefined || by.kind === "system" ? "" : by.name

export const timeline = action("timeline", {
  does: "Show what happened to a team, oldest first. Microsoft Teams has confirmed everything that is shown as done.",
  takes: {
    team: teamArgument,
    workspace: workspaceFlag,
    detail: Flag.Literals("detail", ["main", "all"]).pipe(
      Flag.withDescription(
        "main: what happened to the team. all: also bookkeeping, and checks of the team that found no change. Default: main."
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
  show: (page, { width }) => [
    ...table(
      [
        { title: "WHEN", cell: ({ at }) => momentOf(at), goes: 2 },
        { title: "WHAT", cell: ({ text }) => text, shrinks: true },
        { title: "BY", cell: actorName, goes: 1 }
      ],
      page.items,
      width
    ),
    ...moreHint(page)
  ]
})
