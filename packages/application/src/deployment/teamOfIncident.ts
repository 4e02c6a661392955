import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { teamIdOf } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { IncidentSource, UnknownWorkspace } from "../ports/IncidentSource.ts"
import { Deployment } from "./Deployment.ts"

/** The id that an incident's team has or would have. */
export const teamOfIncident = Effect.fnUntraced(function* (incident: IncidentId) {
  const { namespace } = yield* Deployment
  const source = yield* IncidentSource
  const { workspace, name } = partsOfIncidentId(incident)
  const configured = source.workspaces.find((one) => one.alias === workspace)
  if (configured === undefined) return yield* new UnknownWorkspace({ workspace })
  return teamIdOf(namespace, configured.fullIdOf(name))
})
