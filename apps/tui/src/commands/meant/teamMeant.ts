import { TeamIdOnWire } from "@incident-teams/api/values/Ids"
import { Effect, Option, Schema } from "effect"
import { Argument } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { incidentMeant } from "./incidentMeant.ts"
import type { Workspace } from "./workspaceFlag.ts"

/** How people name a team: mostly by its incident. */
export const teamArgument = Argument.String("team").pipe(
  Argument.withDescription("The team: its incident's number or id, or its own id.")
)

const idOf = Schema.decodeOption(TeamIdOnWire)

/** The team that a person names, as it is now. */
export const teamMeant = Effect.fnUntraced(function* (
  client: Client,
  text: string,
  workspace: Option.Option<Workspace>
) {
  const id = idOf(text)
  if (Option.isSome(id)) return (yield* client.teams.get({ params: { teamId: id.value } })).body
  const incidentId = yield* incidentMeant(client, text, workspace)
  return (yield* client.incidents.team({ params: { incidentId } })).body
})
