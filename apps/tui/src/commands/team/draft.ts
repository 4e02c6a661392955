import { TeamDraft } from "@incident-teams/api/incidents/TeamDraft"
import { Effect } from "effect"
import { action } from "../action.ts"
import { sheet } from "../output/sheet.ts"
import { table } from "../output/table.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

export const draft = action("draft", {
  does: "Show the name, the description and the favorites that a new team for the incident starts with.",
  takes: { incident: incidentArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams team draft 1042" }],
  answers: TeamDraft,
  run: Effect.fnUntraced(function* ({ incident, workspace }) {
    const client = yield* connect
    const incidentId = yield* resolveIncident(client, incident, workspace)
    return yield* client.incidents.draft({ params: { incidentId } })
  }),
  show: ({ name, description, preselected, incidentId }, { width }) => [
    ...sheet(
      [
        ["Name", name],
        ["Description", description],
        ["Incident", incidentId]
      ],
      width
    ),
    ...(preselected.length === 0
      ? []
      : [
          "",
          ...table(
            [
              { title: "FAVORITE", cell: ({ principal }) => principal.name },
              { title: "KIND", cell: ({ principal }) => principal.kind },
              { title: "PEOPLE", align: "right", cell: ({ people }) => String(people ?? ""), goes: 2 },
              { title: "NOTE", cell: ({ refusal, warning }) => refusal ?? warning ?? "", shrinks: true, goes: 1 }
            ],
            preselected,
            width
          )
        ])
  ]
})
