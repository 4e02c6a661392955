import { IncidentQuery } from "@incident-teams/api/incidents/IncidentQuery"
import { IncidentPage, type IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { ownerText } from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { agoOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { type Column, table } from "../output/table.ts"
import { moreHint, readPages, pagingFlags } from "../paging.ts"
import { connect } from "../resolve/resolveServer.ts"
import { inWorkspace, requireWorkspace, workspaceFlag } from "../resolve/workspaceFlag.ts"
import { switchFlag } from "../switchFlag.ts"

const columns = (now: number): ReadonlyArray<Column<IncidentView>> => [
  { title: "SEVERITY", cell: ({ severity }) => severity, goes: 1 },
  { title: "NUMBER", align: "right", cell: ({ number }) => String(number) },
  { title: "TITLE", cell: ({ title }) => title, shrinks: true },
  { title: "STATUS", cell: ({ status }) => status },
  { title: "OWNER", cell: ({ owner }) => ownerText(owner), goes: 3 },
  { title: "AGE", align: "right", cell: ({ created }) => agoOf(created, now), goes: 4 },
  { title: "ALERTS", align: "right", cell: ({ alertsCount }) => String(alertsCount ?? ""), goes: 5 },
  { title: "TEAM", cell: ({ team }) => teamWord(team), goes: 2 }
]

export const list = action("list", {
  does: "List the incidents of a workspace with their teams, most recently changed first.",
  takes: {
    workspace: workspaceFlag,
    status: Flag.Literals("status", ["New", "Active", "Closed"]).pipe(
      Flag.withDescription("Only incidents with this status. Can be repeated."),
      Flag.atLeast(0)
    ),
    severity: Flag.Literals("severity", ["High", "Medium", "Low", "Informational"]).pipe(
      Flag.withDescription("Only incidents with this severity. Can be repeated."),
      Flag.atLeast(0)
    ),
    search: Flag.String("search").pipe(
      Flag.withSchema(IncidentQuery.search.schema),
      Flag.withMetavar("<text>"),
      Flag.withDescription("Only incidents whose title contains this text."),
      Flag.optional
    ),
    order: Flag.Literals("order", ["lastModified", "created", "number"]).pipe(
      Flag.withDescription("Sort by this field. Default: lastModified."),
      Flag.withDefault("lastModified" as const)
    ),
    ascending: switchFlag("ascending", "Sort in ascending order: lowest or oldest first."),
    ...pagingFlags
  },
  examples: [
    { command: "incident-teams incidents list --status New --status Active", description: "All open incidents" },
    { command: "incident-teams incidents list --all --json", description: "All incidents, for a program" }
  ],
  answers: IncidentPage,
  run: Effect.fnUntraced(function* ({ workspace, status, severity, search, order, ascending, ...paging }) {
    const { incidents } = yield* connect
    return yield* readPages(paging, (page) =>
      incidents.list({
        query: {
          ...inWorkspace(workspace),
          ...(status.length === 0 ? {} : { status }),
          ...(severity.length === 0 ? {} : { severity }),
          ...(Option.isSome(search) ? { search: search.value } : {}),
          orderBy: order,
          direction: ascending ? "asc" : "desc",
          ...page
        }
      })
    ).pipe(Effect.catchTag("WorkspaceRequiredProblem", requireWorkspace))
  }),
  show: (page, { width, now }) =>
    page.items.length === 0
      ? ["No incidents found."]
      : [...table(columns(now), page.items, width), ...moreHint(page, width)]
})
