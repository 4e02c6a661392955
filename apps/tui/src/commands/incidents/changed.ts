import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, type Option } from "effect"
import type { Client } from "../../connection/client.ts"
import { ifMatch } from "../changing.ts"
import { untilDone } from "../waiting/untilDone.ts"
import type { Waiting } from "../waiting/waitFlags.ts"

/** Changes an incident, and with --wait waits until its team, if it has one, is as the change wants it. */
export const changed = Effect.fnUntraced(function* (
  client: Client,
  incidentId: IncidentView["id"],
  payload: IncidentChangeBody,
  { wait, timeout, ifMatch: etag }: Waiting & { readonly ifMatch: Option.Option<string> }
) {
  const params = { incidentId }
  const { body: incident } = yield* client.incidents.change({ params, headers: ifMatch(etag), payload })
  if (!wait || incident.team === undefined) return incident
  yield* untilDone(client, incident.team.operation.replace("/v1/operations/", ""), { timeout })
  return (yield* client.incidents.get({ params })).body
})
