import { HookInbox } from "@incident-teams/application/feed/HookInbox"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import type { Session } from "@incident-teams/application/ports/Session"
import { lookAgain } from "@incident-teams/application/use-cases/lookAgain"
import { IncidentArmId } from "@incident-teams/domain/ids/IncidentArmId"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"

/** A hook about an incident of a configured workspace, until what it asks for has been read. */
export const hookAbout = Effect.fnUntraced(function* (session: Session, incident: IncidentId) {
  const { workspaces } = yield* IncidentSource
  const { workspace, name } = partsOfIncidentId(incident)
  for (const { alias, fullIdOf } of workspaces) {
    if (alias === workspace) yield* lookAgain(session, IncidentArmId.make(fullIdOf(name)))
  }
  yield* (yield* HookInbox).empty
})
