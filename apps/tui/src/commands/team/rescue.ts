import { Effect } from "effect"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { keyFlag, named } from "../changing.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { awaited, OperationOrTeam, operationOrTeamLines } from "./OperationOrTeam.ts"

const rescue = <const Name extends "retry" | "restore" | "remake">(
  name: Name,
  does: string,
  send: (teams: Client["teams"]) => Client["teams"][Name]
) =>
  action(name, {
    does,
    takes: { team: teamArgument, key: keyFlag, workspace: workspaceFlag, ...waitFlags },
    examples: [{ command: `incident-teams team ${name} 1042 --wait` }],
    answers: OperationOrTeam,
    run: Effect.fnUntraced(function* ({ team, key, workspace, ...waiting }) {
      const client = yield* connected
      const { id: teamId } = yield* teamMeant(client, team, workspace)
      const { body } = yield* send(client.teams)({ params: { teamId }, headers: yield* named(key) })
      return yield* awaited(client, body, waiting)
    }),
    show: operationOrTeamLines
  })

export const retry = rescue("retry", "Tries again what is blocked, waiting or refused.", (teams) => teams.retry)

export const restore = rescue(
  "restore",
  "Brings back a team that was deleted in Teams, with its conversation, within 30 days.",
  (teams) => teams.restore
)

export const remake = rescue(
  "remake",
  "Makes another team in place of one that was deleted in Teams.",
  (teams) => teams.remake
)
