import { TimelinePage, type TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { Effect } from "effect"
import { momentOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { table } from "../output/table.ts"
import { moreHint, readPages, pagingFlags } from "../paging.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

export const byWords = ({ by }: Pick<TimelineEntry, "by">): string =>
  by === undefined || by.kind === "system" ? "" : by.name

export const timeline = action("timeline", {
  does: "Show what happened to a team, oldest first. Microsoft Teams has confirmed everything that is shown as done.",
  takes: { team: teamArgument, workspace: workspaceFlag, ...pagingFlags },
  examples: [{ command: "incident-teams team timeline 1042 --all" }],
  answers: TimelinePage,
  run: Effect.fnUntraced(function* ({ team, workspace, ...paging }) {
    const client = yield* connect
    const { id: teamId } = yield* resolveTeam(client, team, workspace)
    return yield* readPages(paging, (query) => client.teams.timeline({ params: { teamId }, query }))
  }),
  show: (page, { width }) => [
    ...table(
      [
        { title: "WHEN", cell: ({ at }) => momentOf(at), goes: 2 },
        { title: "WHAT", cell: ({ text }) => text, shrinks: true },
        { title: "BY", cell: byWords, goes: 1 }
      ],
      page.items,
      width
    ),
    ...moreHint(page)
  ]
})
