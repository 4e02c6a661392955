import { PhaseView, TeamPage, type TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { teamWord } from "@incident-teams/api/words/team"
import { teamTroubles } from "@incident-teams/api/words/troubles"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { agoOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { type Column, table } from "../output/table.ts"
import { moreHint, readPages, pagingFlags } from "../paging.ts"
import { connect } from "../resolve/resolveServer.ts"
import { inWorkspace, workspaceFlag, requireWorkspace } from "../resolve/workspaceFlag.ts"

const columns = (now: number): ReadonlyArray<Column<TeamSummary>> => [
  { title: "INCIDENT", align: "right", cell: ({ incident }) => String(incident.number) },
  { title: "NAME", cell: ({ name }) => name, shrinks: true },
  { title: "STATUS", cell: (team) => teamWord(team) },
  { title: "FOR", align: "right", cell: ({ since }) => agoOf(since, now), goes: 3 },
  {
    title: "NOTE",
    cell: (team) =>
      teamTroubles(team)
        .map(({ what }) => what)
        .join(" "),
    goes: 2
  },
  { title: "ID", cell: ({ id }) => id, goes: 4 }
]

export const list = action("list", {
  does: "List the teams of a workspace, newest first.",
  takes: {
    workspace: workspaceFlag,
    phase: Flag.Literals("phase", PhaseView.literals).pipe(
      Flag.withDescription("Only teams in this phase. Can be repeated."),
      Flag.atLeast(0)
    ),
    blocked: Flag.Boolean("blocked").pipe(
      Flag.withDescription(
        "Only teams that are blocked until someone acts. With --no-blocked: only teams that aren't."
      ),
      Flag.optional
    ),
    ...pagingFlags
  },
  examples: [{ command: "incident-teams team list --blocked", description: "Teams that need someone to act" }],
  answers: TeamPage,
  run: Effect.fnUntraced(function* ({ workspace, phase, blocked, ...paging }) {
    const { teams } = yield* connect
    return yield* readPages(paging, (page) =>
      teams.list({
        query: {
          ...inWorkspace(workspace),
          ...(phase.length === 0 ? {} : { phase }),
          ...(blocked._tag === "Some" ? { blocked: blocked.value } : {}),
          ...page
        }
      })
    ).pipe(Effect.catchTag("WorkspaceRequiredProblem", requireWorkspace))
  }),
  show: (page, { width, now }) =>
    page.items.length === 0
      ? ["No teams found."]
      : [...table(columns(now), page.items, width), ...moreHint(page, width)]
})
