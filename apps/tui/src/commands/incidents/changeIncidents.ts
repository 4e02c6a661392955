import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { teamWord } from "@incident-teams/api/words/team"
import { Effect, Option } from "effect"
import type { Client } from "../../connection/client.ts"
import { ifMatch } from "../changeFlags.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import type { Workspace } from "../resolve/workspaceFlag.ts"
import { oneOrSeveral } from "../several/oneOrSeveral.ts"
import { areSeveral, readNames } from "../several/readNames.ts"
import type { Waiting } from "../waiting/waitFlags.ts"
import { waitUntilDone } from "../waiting/waitUntilDone.ts"
import { incidentSheet } from "./incidentSheet.ts"

interface Asked extends Waiting {
  /** By number or id, or `-`. */
  readonly incident: ReadonlyArray<string>
  readonly ifMatch: Option.Option<string>
  readonly workspace: Option.Option<Workspace>
}

/** With --wait, waits until the incident's team, if it has one, has followed. */
const changeIncident = Effect.fnUntraced(function* (
  client: Client,
  incidentId: IncidentView["id"],
  payload: IncidentChangeBody,
  { wait, timeout, ifMatch: etag }: Asked
) {
  const params = { incidentId }
  const { body: incident } = yield* client.incidents.change({ params, headers: ifMatch(etag), payload })
  if (!wait || incident.team === undefined) return incident
  yield* waitUntilDone(client, incident.team.operation.replace("/v1/operations/", ""), { timeout })
  return (yield* client.incidents.get({ params })).body
})

const etagOfSeveral = new CommandFailure({
  ending: "usage",
  type: "ambiguous-name",
  title: "One ETag for several incidents",
  detail: "--if-match is about one incident.",
  remedy: "Use --if-match with one incident, given by its number or id."
})

const { forEach, ...result } = oneOrSeveral({
  noun: "incident",
  one: IncidentView,
  sheet: incidentSheet,
  columns: [
    { title: "STATUS", cell: ({ status }) => status },
    { title: "TEAM", cell: ({ team }) => teamWord(team) },
    { title: "TITLE", cell: ({ title }) => title, shrinks: true }
  ]
})

/** What a command that changes incidents answers. */
export const changedIncidents = result

/** Makes the same change to each of the incidents. */
export const changeIncidents = Effect.fnUntraced(function* (asked: Asked, change: IncidentChangeBody) {
  const { incident, workspace } = asked
  if (areSeveral(incident) && Option.isSome(asked.ifMatch)) return yield* etagOfSeveral
  const names = yield* readNames(incident)
  const client = yield* connect
  return yield* forEach(incident, names, (name) =>
    Effect.flatMap(resolveIncident(client, name, workspace), (id) => changeIncident(client, id, change, asked))
  )
})
