import { TimelinePage, type TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { Effect } from "effect"
import { momentOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { table } from "../output/table.ts"
import { moreOf, paged, pagingFlags } from "../paging.ts"
import { connected } from "../serverMeant.ts"

export const byWords = ({ by }: Pick<TimelineEntry, "by">): string =>
  by === undefined || by.kind === "system" ? "" : by.name

export const timeline = action("timeline", {
  does: "Tells what happened to a team, oldest first. What is told as done was confirmed by Teams.",
  takes: { team: teamArgument, workspace: workspaceFlag, ...pagingFlags },
  examples: [{ command: "incident-teams team timeline 1042 --all" }],
  answers: TimelinePage,
  run: Effect.fnUntraced(function* ({ team, workspace, ...paging }) {
    const client = yield* connected
    const { id: teamId } = yield* teamMeant(client, team, workspace)
    return yield* paged(paging, (query) => client.teams.timeline({ params: { teamId }, query }))
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
    ...moreOf(page)
  ]
})
