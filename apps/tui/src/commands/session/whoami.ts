import { Me, type PermissionView } from "@incident-teams/api/me/Me"
import { counted } from "@incident-teams/api/words/phrase"
import { Effect } from "effect"
import { denialWords } from "../../look/denialWords.ts"
import { action } from "../action.ts"
import { sheet } from "../output/sheet.ts"
import { connect } from "../resolve/resolveServer.ts"

const permissionText = (permission: PermissionView): string =>
  permission.allowed ? "yes" : `no. Missing: ${permission.needs}. ${permission.remedy}`

export const whoami = action("whoami", {
  does: "Show who you are signed in as, what you may do in each workspace, and which access requests wait for your decision.",
  takes: {},
  examples: [{ command: "incident-teams whoami" }],
  answers: Me,
  run: () => Effect.flatMap(connect, ({ me }) => me.get({})),
  show: ({ kind, id, name, workspaces, accessRequests: { toDecide, own } }, { width, now }) => [
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
    ]),
    ...toDecide.map((team) => `${counted(team.pending, "access request")} to decide: ${team.name}`),
    ...own.map((team) =>
      team.denied === undefined ? `Access requested: ${team.name}` : `${team.name}: ${denialWords(team.denied, now)}`
    )
  ]
})
