import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canChangeTeam } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { loadTeam } from "../changes/decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { teamChangeFacts } from "./standing.ts"

/** The team, if the caller may change it. */
export const changeableTeam = Effect.fnUntraced(function* (session: Session, id: TeamId) {
  const stored = yield* loadTeam(id)
  yield* Effect.fromResult(canChangeTeam(yield* teamChangeFacts(session, stored)))
  return stored
})
