import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, type Option } from "effect"
import type { Client } from "../../connection/client.ts"
import { ifMatch } from "../changeFlags.ts"
import type { Waiting } from "../waiting/waitFlags.ts"
import { waitUntilDone } from "../waiting/waitUntilDone.ts"

/** Changes an incident. With --wait, waits until its team, if it has one, has followed. */
export const changeIncident = Effect.fnUntraced(function* (
  client: Client,
  incidentId: IncidentView["id"],
  payload: IncidentChangeBody,
  { wait, timeout, ifMatch: etag }: Waiting & { readonly ifMatch: Option.Option<string> }
) {
  const params = { incidentId }
  const { body: incident } = yield* client.incidents.change({ params, headers: ifMatch(etag), payload })
  if (!wait || incident.team === undefined) return incident
  yield* waitUntilDone(client, incident.team.operation.replace("/v1/operations/", ""), { timeout })
  return (yield* client.incidents.get({ params })).body
})
