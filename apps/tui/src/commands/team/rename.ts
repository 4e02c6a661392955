import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { keyFlag, named } from "../changing.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { awaited, OperationOrTeam, operationOrTeamLines } from "./OperationOrTeam.ts"

const nothingToChange = new CommandFailure({
  ending: "usage",
  type: "nothing-named",
  title: "Nothing is to be changed",
  detail: "Neither a name nor a description is told.",
  remedy: "Say what: --name or --description."
})

export const rename = action("rename", {
  does: "Renames or describes a team. An archived one is renamed once it is open again.",
  takes: {
    team: teamArgument,
    name: Flag.String("name").pipe(Flag.withDescription("What it is called from now on."), Flag.optional),
    description: Flag.String("description").pipe(Flag.withDescription("What it is about."), Flag.optional),
    key: keyFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [{ command: 'incident-teams team rename 1042 --name "War room: phishing in finance"' }],
  answers: OperationOrTeam,
  run: Effect.fnUntraced(function* (input) {
    const { team, name, description, key, workspace } = input
    if (Option.isNone(name) && Option.isNone(description)) return yield* nothingToChange
    const client = yield* connected
    const { id: teamId } = yield* teamMeant(client, team, workspace)
    const { body } = yield* client.teams.rename({
      params: { teamId },
      headers: yield* named(key),
      payload: {
        ...(Option.isSome(name) ? { name: name.value } : {}),
        ...(Option.isSome(description) ? { description: description.value } : {})
      }
    })
    return yield* awaited(client, body, input)
  }),
  show: operationOrTeamLines
})
