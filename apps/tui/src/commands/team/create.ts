import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { idempotencyHeader } from "../changeFlags.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { byKind, resolvePrincipals, whoFlags } from "../resolve/resolvePrincipals.ts"
import { connect } from "../resolve/resolveServer.ts"
import { switchFlag } from "../switchFlag.ts"
import { awaitOperation, startedWork, workFlags } from "./startedWork.ts"

/** The favorites that the console's form starts with, without those that would be refused. */
const favoritesFor = (client: Client, incidentId: IncidentView["id"]) =>
  Effect.map(client.incidents.draft({ params: { incidentId } }), ({ preselected }) =>
    preselected.filter(({ refusal }) => refusal === undefined).map(({ principal }) => principal)
  )

export const create = action("create", {
  does: "Create an incident's team. If the incident already has one, the command ends with exit code 4.",
  takes: {
    incident: incidentArgument,
    name: Flag.String("name").pipe(
      Flag.withDescription("The team's name. Default: the incident's number and title."),
      Flag.optional
    ),
    description: Flag.String("description").pipe(
      Flag.withDescription("The team's description. Default: a summary of the incident."),
      Flag.optional
    ),
    ...whoFlags,
    favorites: switchFlag("favorites", "Add your favorites too, as the form in the console does."),
    owner: Flag.String("owner").pipe(
      Flag.withMetavar("<person>"),
      Flag.withDescription(
        "An owner of the team, besides you. Default: you alone. Required if an application runs the command."
      ),
      Flag.optional
    ),
    quiet: switchFlag("no-announce", "Don't add the team's link to the incident as a comment."),
    ...workFlags
  },
  examples: [
    { command: "incident-teams team create 1042 --favorites --wait" },
    { command: 'incident-teams team create 1042 --person dev@woodgrove.example --group "SOC Tier 1" --json' }
  ],
  ...startedWork,
  run: Effect.fnUntraced(function* (input) {
    const { incident, name, description, person, group, favorites, owner, quiet, key, workspace } = input
    const client = yield* connect
    const incidentId = yield* resolveIncident(client, incident, workspace)
    const asked = yield* resolvePrincipals(client, { who: [], person, group })
    const [owning] = Option.isSome(owner)
      ? yield* resolvePrincipals(client, { who: [], person: [owner.value], group: [] })
      : []
    const starred = favorites ? yield* favoritesFor(client, incidentId) : []
    const { body: operation } = yield* client.incidents.createTeam({
      params: { incidentId },
      headers: yield* idempotencyHeader(key),
      payload: {
        ...(Option.isSome(name) ? { name: name.value } : {}),
        ...(Option.isSome(description) ? { description: description.value } : {}),
        ...byKind([...asked, ...starred]),
        ...(owning?.kind === "person" ? { owner: owning.id } : {}),
        ...(quiet ? { announce: false } : {})
      }
    })
    return yield* awaitOperation(client, operation, input)
  })
})
