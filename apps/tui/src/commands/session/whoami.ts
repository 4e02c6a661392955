import { Me, type PermissionView } from "@incident-teams/api/me/Me"
import { Effect } from "effect"
import { action } from "../action.ts"
import { sheet } from "../output/sheet.ts"
import { connect } from "../resolve/resolveServer.ts"

const permissionText = (permission: PermissionView): string =>
  permission.allowed ? "yes" : `no. Missing: ${permission.needs}. ${permission.remedy}`

export const whoami = action("whoami", {
  does: "Show who you are signed in as, and what you may do in each workspace.",
  takes: {},
  examples: [{ command: "incident-teams whoami" }],
  answers: Me,
  run: () => Effect.flatMap(connect, ({ me }) => me.get({})),
  show: ({ kind, id, name, workspaces }, { width }) => [
    `${name} (${kind}, ${id})`,
    ...workspaces.flatMap(({ alias, readIncidents, changeIncidents, createTeams }) => [
      "",
      alias,
      ...sheet(
        [
          ["  see incidents", permissionText(readIncidents)],
          ["  close and reopen", permissionText(changeIncidents)],
          ["  create teams", permissionText(createTeams)]
        ],
        width
      )
    ])
  ]
})
