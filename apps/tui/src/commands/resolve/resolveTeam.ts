import { TeamIdOnWire } from "@incident-teams/api/values/Ids"
import { Effect, Option, Schema } from "effect"
import { Argument } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { resolveIncident } from "./resolveIncident.ts"
import type { Workspace } from "./workspaceFlag.ts"

/** A team, usually named by its incident. */
export const teamArgument = Argument.String("team").pipe(
  Argument.withDescription("The team: its incident's number or id, or its own id.")
)

export const teamsArgument = Argument.String("team").pipe(
  Argument.withDescription(
    "The teams: their incidents' numbers or ids, or their own ids. `-` reads a list of them from standard input."
  ),
  Argument.variadic({ min: 1 })
)

const idOf = Schema.decodeOption(TeamIdOnWire)

/** The current state of the team that the text names. */
export const resolveTeam = Effect.fnUntraced(function* (
  client: Client,
  text: string,
  workspace: Option.Option<Workspace>
) {
  const id = idOf(text)
  if (Option.isSome(id)) return (yield* client.teams.get({ params: { teamId: id.value } })).body
  const incidentId = yield* resolveIncident(client, text, workspace)
  return (yield* client.incidents.team({ params: { incidentId } })).body
})
