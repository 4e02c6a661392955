import { TeamPage, type TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { agoOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { inWorkspace, workspaceFlag, workspaceNotNamed } from "../meant/workspaceFlag.ts"
import { type Column, table } from "../output/table.ts"
import { moreOf, paged, pagingFlags } from "../paging.ts"
import { connected } from "../serverMeant.ts"
import { phases } from "./phases.ts"

const columns = (now: number): ReadonlyArray<Column<TeamSummary>> => [
  { title: "INCIDENT", align: "right", cell: ({ incident }) => String(incident.number) },
  { title: "NAME", cell: ({ name }) => name, shrinks: true },
  { title: "IS", cell: ({ phase }) => phase },
  { title: "FOR", align: "right", cell: ({ since }) => agoOf(since, now), goes: 3 },
  { title: "BLOCKED", cell: ({ blocked }) => blocked?.reason ?? "", goes: 2 },
  { title: "ID", cell: ({ id }) => id, goes: 4 }
]

export const list = action("list", {
  does: "Lists a workspace's teams, newest first.",
  takes: {
    workspace: workspaceFlag,
    phase: Flag.Literals("phase", phases).pipe(
      Flag.withDescription("Only teams in this phase. Repeat for several."),
      Flag.atLeast(0)
    ),
    blocked: Flag.Boolean("blocked").pipe(
      Flag.withDescription("Only teams that need a person; --no-blocked: only those that don't."),
      Flag.optional
    ),
    ...pagingFlags
  },
  examples: [{ command: "incident-teams team list --blocked", description: "Where a person is needed" }],
  answers: TeamPage,
  run: Effect.fnUntraced(function* ({ workspace, phase, blocked, ...paging }) {
    const { teams } = yield* connected
    return yield* paged(paging, (page) =>
      teams.list({
        query: {
          ...inWorkspace(workspace),
          ...(phase.length === 0 ? {} : { phase }),
          ...(blocked._tag === "Some" ? { blocked: blocked.value } : {}),
          ...page
        }
      })
    ).pipe(Effect.catchTag("WorkspaceRequiredProblem", workspaceNotNamed))
  }),
  show: (page, { width, now }) =>
    page.items.length === 0 ? ["There is no such team."] : [...table(columns(now), page.items, width), ...moreOf(page)]
})
