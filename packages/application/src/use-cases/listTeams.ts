import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { canReadWorkspace } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import type { Session } from "../ports/Session.ts"
import { type ListFilter, type PageRequest, TeamStore } from "../ports/TeamStore.ts"

/** One page of a workspace's teams, newest first, for callers who may read its incidents. */
export const listTeams = Effect.fn("listTeams")(function* (
  session: Session,
  workspace: WorkspaceAlias,
  filter: Omit<ListFilter, "workspace">,
  page: PageRequest
) {
  const rights = yield* (yield* AzureRightsSource).rightsOf(session, workspace)
  yield* Effect.fromResult(canReadWorkspace({ caller: session.caller, workspace, rights }))
  return yield* (yield* TeamStore).list({ ...filter, workspace }, page)
})
