import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect, type Option } from "effect"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { keyFlag, named } from "../changing.ts"
import { byKind, principalsMeant, type Who, whoArgument, whoFlags } from "../meant/principalsMeant.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { type Workspace, workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { type Waiting, waitFlags } from "../waiting/waitFlags.ts"
import { awaited, OperationOrTeam, operationOrTeamLines } from "./OperationOrTeam.ts"

const takes = {
  team: teamArgument,
  who: whoArgument,
  ...whoFlags,
  key: keyFlag,
  workspace: workspaceFlag,
  ...waitFlags
}

interface Asked extends Who, Waiting {
  readonly team: string
  readonly key: Option.Option<string>
  readonly workspace: Option.Option<Workspace>
}

type Change = (client: Client) => Client["teams"]["addPeople"] | Client["teams"]["removePeople"]

const changing = (change: Change) =>
  Effect.fnUntraced(function* (asked: Asked) {
    const client = yield* connected
    const { id: teamId }: TeamView = yield* teamMeant(client, asked.team, asked.workspace)
    const payload = byKind(yield* principalsMeant(client, asked))
    const send = change(client)
    const { body } = yield* send({ params: { teamId }, headers: yield* named(asked.key), payload })
    return yield* awaited(client, body, asked)
  })

export const add = action("add", {
  does: "Adds people and groups to a team. Whoever Teams refuses is told by name and reason, and holds nobody up.",
  takes,
  examples: [
    { command: "incident-teams team add 1042 dev@woodgrove.example --wait" },
    { command: 'incident-teams team add 1042 --group Legal --person "Farid Sample"' }
  ],
  answers: OperationOrTeam,
  run: changing(({ teams }) => teams.addPeople),
  show: operationOrTeamLines
})

export const remove = action("remove", {
  does: "Removes people and groups from a team. With a group leave those who came with it and with nothing else.",
  takes,
  examples: [{ command: "incident-teams team remove 1042 dev@woodgrove.example" }],
  answers: OperationOrTeam,
  run: changing(({ teams }) => teams.removePeople),
  show: operationOrTeamLines
})
