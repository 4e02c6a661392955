import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { keyFlag, named } from "../changing.ts"
import { incidentArgument, incidentMeant } from "../meant/incidentMeant.ts"
import { byKind, principalsMeant, whoFlags } from "../meant/principalsMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { awaited, OperationOrTeam, operationOrTeamLines } from "./OperationOrTeam.ts"

/** The favorites that a form would begin with, less those who wouldn't get in. */
const favoritesFor = (client: Client, incidentId: IncidentView["id"]) =>
  Effect.map(client.incidents.draft({ params: { incidentId } }), ({ preselected }) =>
    preselected.filter(({ refusal }) => refusal === undefined).map(({ principal }) => principal)
  )

export const create = action("create", {
  does: "Creates an incident's team. Run twice, it creates one: the second time ends with 4.",
  takes: {
    incident: incidentArgument,
    name: Flag.String("name").pipe(
      Flag.withDescription("What it is called. The incident's number and title unless told."),
      Flag.optional
    ),
    description: Flag.String("description").pipe(
      Flag.withDescription("What the incident says unless told."),
      Flag.optional
    ),
    ...whoFlags,
    favorites: Flag.Boolean("favorites").pipe(
      Flag.withDescription("Your favorites, too: the form in the console has them selected."),
      Flag.withoutNegation,
      Flag.withDefault(false)
    ),
    owner: Flag.String("owner").pipe(
      Flag.withMetavar("<person>"),
      Flag.withDescription("Who owns it beside the standby owners. You, unless told; an application has to say."),
      Flag.optional
    ),
    key: keyFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [
    { command: "incident-teams team create 1042 --favorites --wait" },
    { command: 'incident-teams team create 1042 --person dev@woodgrove.example --group "SOC Tier 1" --json' }
  ],
  answers: OperationOrTeam,
  run: Effect.fnUntraced(function* (input) {
    const { incident, name, description, person, group, favorites, owner, key, workspace } = input
    const client = yield* connected
    const incidentId = yield* incidentMeant(client, incident, workspace)
    const asked = yield* principalsMeant(client, { who: [], person, group })
    const [owning] = Option.isSome(owner)
      ? yield* principalsMeant(client, { who: [], person: [owner.value], group: [] })
      : []
    const starred = favorites ? yield* favoritesFor(client, incidentId) : []
    const { body: operation } = yield* client.incidents.createTeam({
      params: { incidentId },
      headers: yield* named(key),
      payload: {
        ...(Option.isSome(name) ? { name: name.value } : {}),
        ...(Option.isSome(description) ? { description: description.value } : {}),
        ...byKind([...asked, ...starred]),
        ...(owning?.kind === "person" ? { owner: owning.id } : {})
      }
    })
    return yield* awaited(client, operation, input)
  }),
  show: operationOrTeamLines
})
