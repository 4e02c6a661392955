import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentAct } from "@incident-teams/domain/incident/IncidentAct"
import { Effect } from "effect"
import type { Session } from "../ports/Session.ts"

/** Who did what to an incident, in the log too: an incident without a team has no timeline. Ids and names of fields alone. */
export const logAct = (incident: IncidentId, { caller }: Session, act: IncidentAct) =>
  Effect.annotateLogs(Effect.logInfo(act._tag === "Deleted" ? "Incident deleted" : "Incident changed"), {
    incident,
    by: caller.id,
    ...(act._tag === "Changed" ? { changed: Object.keys(act.changes) } : {})
  })
