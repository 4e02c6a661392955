import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument } from "../resolve/resolveTeam.ts"
import { startedWork, startWork, workFlags } from "./startedWork.ts"

const nothingToChange = new CommandFailure({
  ending: "usage",
  type: "nothing-named",
  title: "Nothing to change",
  detail: "The command needs a new name or a new description.",
  remedy: "Use --name or --description."
})

export const rename = action("rename", {
  does: "Change a team's name or description. An archived team is renamed when it is reopened.",
  takes: {
    team: teamArgument,
    name: Flag.String("name").pipe(Flag.withDescription("The new name."), Flag.optional),
    description: Flag.String("description").pipe(Flag.withDescription("The new description."), Flag.optional),
    ...workFlags
  },
  examples: [{ command: 'incident-teams team rename 1042 --name "War room: phishing in finance"' }],
  ...startedWork,
  run: Effect.fnUntraced(function* ({ name, description, ...asked }) {
    if (Option.isNone(name) && Option.isNone(description)) return yield* nothingToChange
    const client = yield* connect
    const payload = {
      ...(Option.isSome(name) ? { name: name.value } : {}),
      ...(Option.isSome(description) ? { description: description.value } : {})
    }
    return yield* startWork(client, asked, (request) => client.teams.rename({ ...request, payload }))
  })
})
