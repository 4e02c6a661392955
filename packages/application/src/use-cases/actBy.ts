import { defined } from "@incident-teams/domain/defined"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentAct } from "@incident-teams/domain/incident/IncidentAct"
import { Effect } from "effect"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { actorOf } from "./standing.ts"

/**
 * What a caller did to an incident, for the record of its team. It is logged too, by ids and names of fields alone: an
 * incident without a team has no other record.
 */
export const actBy = Effect.fnUntraced(function* (session: Session, incident: IncidentId, act: IncidentAct) {
  yield* Effect.annotateLogs(Effect.logInfo(act._tag === "Deleted" ? "Incident deleted" : "Incident changed"), {
    incident,
    by: session.caller.id,
    ...(act._tag === "Changed" ? { changed: Object.keys(act.changes) } : {})
  })
  return { act: yield* withOwnersName(act), by: actorOf(session) }
})

/** An assignee may come back by id alone, and a record names people as they were called at the time. */
const withOwnersName = Effect.fnUntraced(function* (act: IncidentAct) {
  const owner = act._tag === "Changed" ? act.changes.owner : undefined
  if (act._tag !== "Changed" || owner?.id === undefined) return act
  if ((owner.name ?? owner.userPrincipalName ?? owner.email) !== undefined) return act
  const name = yield* nameOf(owner.id, owner.kind).pipe(Effect.orElseSucceed(() => undefined))
  const named: IncidentAct = { ...act, changes: { ...act.changes, owner: { ...owner, ...defined({ name }) } } }
  return named
})

const nameOf = Effect.fnUntraced(function* (id: string, kind: string | undefined) {
  const directory = yield* Directory
  const [known] =
    kind === "Group" ? yield* directory.groups([GroupId.make(id)]) : yield* directory.people([PersonId.make(id)])
  return known?.name
})
