import { IncidentQuery } from "@incident-teams/api/incidents/IncidentQuery"
import { IncidentPage, type IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { agoOf } from "../../look/agoOf.ts"
import { action } from "../action.ts"
import { inWorkspace, workspaceNotNamed, workspaceFlag } from "../meant/workspaceFlag.ts"
import { type Column, table } from "../output/table.ts"
import { moreOf, paged, pagingFlags } from "../paging.ts"
import { connected } from "../serverMeant.ts"
import { ownerWords, teamWords } from "./incidentSheet.ts"

const columns = (now: number): ReadonlyArray<Column<IncidentView>> => [
  { title: "SEVERITY", cell: ({ severity }) => severity, goes: 1 },
  { title: "NUMBER", align: "right", cell: ({ number }) => String(number) },
  { title: "TITLE", cell: ({ title }) => title, shrinks: true },
  { title: "STATUS", cell: ({ status }) => status },
  { title: "OWNER", cell: ownerWords, goes: 3 },
  { title: "AGE", align: "right", cell: ({ created }) => agoOf(created, now), goes: 4 },
  { title: "ALERTS", align: "right", cell: ({ alertsCount }) => String(alertsCount ?? ""), goes: 5 },
  { title: "TEAM", cell: teamWords, goes: 2 }
]

export const list = action("list", {
  does: "Lists a workspace's incidents with their teams, latest change first.",
  takes: {
    workspace: workspaceFlag,
    status: Flag.Literals("status", ["New", "Active", "Closed"]).pipe(
      Flag.withDescription("Only those with this status. Repeat for several."),
      Flag.atLeast(0)
    ),
    severity: Flag.Literals("severity", ["High", "Medium", "Low", "Informational"]).pipe(
      Flag.withDescription("Only those of this severity. Repeat for several."),
      Flag.atLeast(0)
    ),
    search: Flag.String("search").pipe(
      Flag.withSchema(IncidentQuery.search.schema),
      Flag.withMetavar("<text>"),
      Flag.withDescription("Only those with this in their title."),
      Flag.optional
    ),
    order: Flag.Literals("order", ["lastModified", "created", "number"]).pipe(
      Flag.withDescription("What they are sorted by, lastModified unless told."),
      Flag.withDefault("lastModified" as const)
    ),
    ascending: Flag.Boolean("ascending").pipe(
      Flag.withDescription("Lowest or oldest first."),
      Flag.withoutNegation,
      Flag.withDefault(false)
    ),
    ...pagingFlags
  },
  examples: [
    { command: "incident-teams incidents list --status New --status Active", description: "What is open" },
    { command: "incident-teams incidents list --all --json", description: "Everything, for a program" }
  ],
  answers: IncidentPage,
  run: Effect.fnUntraced(function* ({ workspace, status, severity, search, order, ascending, ...paging }) {
    const { incidents } = yield* connected
    return yield* paged(paging, (page) =>
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
    ).pipe(Effect.catchTag("WorkspaceRequiredProblem", workspaceNotNamed))
  }),
  show: (page, { width, now }) =>
    page.items.length === 0
      ? ["There is no such incident."]
      : [...table(columns(now), page.items, width), ...moreOf(page)]
})
