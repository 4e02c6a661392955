import type { OperationView } from "@incident-teams/api/operations/OperationView"
import { Effect } from "effect"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamsArgument } from "../resolve/resolveTeam.ts"
import { readNames } from "../several/readNames.ts"
import { changedTeams, forEachTeam, startWork, type TeamRequest, workFlags } from "./startedWork.ts"

/** A command that names a team and says all by its name. */
const onTeam = <E>(
  name: "retry" | "restore" | "recreate" | "archive-now" | "keep-open",
  does: string,
  send: (teams: Client["teams"], request: TeamRequest) => Effect.Effect<{ readonly body: OperationView }, E>
) =>
  action(name, {
    does,
    takes: { team: teamsArgument, ...workFlags },
    examples: [
      { command: `incident-teams team ${name} 1042 --wait` },
      {
        command: `incident-teams team ${name} - < incidents.txt`,
        description: "A list, one number or id per line"
      }
    ],
    ...changedTeams,
    run: Effect.fnUntraced(function* ({ team: given, ...asked }) {
      const names = yield* readNames(given)
      const client = yield* connect
      return yield* forEachTeam(given, names, (team) =>
        startWork(client, { ...asked, team }, (request) => send(client.teams, request))
      )
    })
  })

export const retry = onTeam(
  "retry",
  "Retry everything that is blocked, delayed or refused in teams.",
  (teams, request) => teams.retry(request)
)

export const restore = onTeam(
  "restore",
  "Restore teams that were deleted in Teams, with their conversations. Possible for 30 days.",
  (teams, request) => teams.restore(request)
)

export const recreate = onTeam(
  "recreate",
  "Recreate teams that were deleted in Teams: new teams for the same people, without the conversations.",
  (teams, request) => teams.recreate(request)
)

export const archiveNow = onTeam(
  "archive-now",
  "Archive the teams of closed incidents now, without waiting any longer. Also archives teams that someone keeps open.",
  (teams, request) => teams.archiveNow(request)
)

export const keepOpen = onTeam(
  "keep-open",
  "Keep the teams of closed incidents open until someone archives them or an incident is reopened and closed again.",
  (teams, request) => teams.keepOpen(request)
)
