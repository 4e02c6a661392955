import { TeamDraft } from "@incident-teams/api/incidents/TeamDraft"
import { Effect } from "effect"
import { action } from "../action.ts"
import { incidentArgument, incidentMeant } from "../meant/incidentMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { sheet } from "../output/sheet.ts"
import { table } from "../output/table.ts"
import { connected } from "../serverMeant.ts"

export const draft = action("draft", {
  does: "Shows what an incident's team would be called, and which favorites would be in it.",
  takes: { incident: incidentArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams team draft 1042" }],
  answers: TeamDraft,
  run: Effect.fnUntraced(function* ({ incident, workspace }) {
    const client = yield* connected
    const incidentId = yield* incidentMeant(client, incident, workspace)
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
              { title: "TO KNOW", cell: ({ refusal, warning }) => refusal ?? warning ?? "", shrinks: true, goes: 1 }
            ],
            preselected,
            width
          )
        ])
  ]
})
