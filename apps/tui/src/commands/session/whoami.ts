import { Me, type PermissionView } from "@incident-teams/api/me/Me"
import { Effect } from "effect"
import { action } from "../action.ts"
import { sheet } from "../output/sheet.ts"
import { connected } from "../serverMeant.ts"

const words = (permission: PermissionView): string =>
  permission.allowed ? "yes" : `no: missing ${permission.needs}. ${permission.remedy}`

export const whoami = action("whoami", {
  does: "Says who you are to the server, and what you may do on each workspace.",
  takes: {},
  examples: [{ command: "incident-teams whoami" }],
  answers: Me,
  run: () => Effect.flatMap(connected, ({ me }) => me.get({})),
  show: ({ kind, id, name, workspaces }, { width }) => [
    `${name} (${kind}, ${id})`,
    ...workspaces.flatMap(({ alias, readIncidents, changeIncidents, createTeams }) => [
      "",
      alias,
      ...sheet(
        [
          ["  see incidents", words(readIncidents)],
          ["  close and reopen", words(changeIncidents)],
          ["  create teams", words(createTeams)]
        ],
        width
      )
    ])
  ]
})
