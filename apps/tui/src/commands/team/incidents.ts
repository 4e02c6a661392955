import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument } from "../resolve/resolveTeam.ts"
import { switchFlag } from "../switchFlag.ts"
import { startedWork, startWork, workFlags } from "./startedWork.ts"

export const link = action("link", {
  does: "Link an incident to a team, which then stays open while any of its incidents is open.",
  takes: {
    team: teamArgument,
    incident: incidentArgument,
    lead: switchFlag("lead", "Make the incident the team's lead, even if it is already linked."),
    merge: switchFlag(
      "merge",
      "If the incident has a team, merge that team into this one: its people are added here, and it is archived. Without this flag, the command ends with exit code 4 if the incident has a team."
    ),
    ...workFlags
  },
  examples: [
    { command: "incident-teams team link 1042 4120 --wait" },
    { command: "incident-teams team link 1042 4120 --merge --lead" }
  ],
  ...startedWork,
  run: Effect.fnUntraced(function* ({ incident: text, lead, merge: alsoTeam, ...asked }) {
    const client = yield* connect
    const incident = yield* resolveIncident(client, text, asked.workspace)
    const payload = { incident, lead, merge: alsoTeam }
    return yield* startWork(client, asked, (request) => client.teams.linkIncident({ ...request, payload }))
  })
})

export const unlink = action("unlink", {
  does: "Unlink an incident from a team, so that it can get its own team. If its own team was merged into this one, the merge is undone.",
  takes: { team: teamArgument, incident: incidentArgument, ...workFlags },
  examples: [{ command: "incident-teams team unlink 1042 4120 --wait" }],
  ...startedWork,
  run: Effect.fnUntraced(function* ({ incident: text, ...asked }) {
    const client = yield* connect
    const payload = { incident: yield* resolveIncident(client, text, asked.workspace) }
    return yield* startWork(client, asked, (request) => client.teams.unlinkIncident({ ...request, payload }))
  })
})

const nothingDecided = new CommandFailure({
  ending: "usage",
  type: "nothing-named",
  title: "Nothing decided",
  detail: "The command needs the incident that continues the merged one, or --none if no incident does.",
  remedy: "Use either --into or --none."
})

export const merge = action("merge", {
  does: "Choose the incident that continues one that Microsoft Defender merged, if it can't be found automatically. The team then serves that incident.",
  takes: {
    incident: incidentArgument,
    into: Flag.String("into").pipe(
      Flag.withMetavar("<incident>"),
      Flag.withDescription(
        "The incident that continues the merged one, by number or id. If it has a team, that team takes over."
      ),
      Flag.optional
    ),
    none: switchFlag("none", "No incident continues the merged one: it counts as closed."),
    ...workFlags
  },
  examples: [
    { command: "incident-teams team merge 4111 --into 4120 --wait" },
    { command: "incident-teams team merge 4111 --none" }
  ],
  ...startedWork,
  run: Effect.fnUntraced(function* ({ incident: text, into, none, ...asked }) {
    if (Option.isSome(into) === none) return yield* nothingDecided
    const client = yield* connect
    const incident = yield* resolveIncident(client, text, asked.workspace)
    const survivor = Option.isSome(into) ? { into: yield* resolveIncident(client, into.value, asked.workspace) } : {}
    const payload = { incident, ...survivor }
    return yield* startWork(client, { ...asked, team: incident }, (request) =>
      client.teams.decideMerge({ ...request, payload })
    )
  })
})
