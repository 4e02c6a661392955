import { now } from "@incident-teams/application/changes/decideAndCommit"
import type { Session } from "@incident-teams/application/ports/Session"
import {
  type IncidentWithTeam,
  listIncidents,
  listWorkspaces
} from "@incident-teams/application/use-cases/listIncidents"
import { defined } from "@incident-teams/domain/defined"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { canReadSomewhere } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { openContinuation, sealContinuation } from "../../sealing/continuation.ts"
import { filterOf, type ListQuery, rowsPerPage } from "./listQuery.ts"

/** One page of the list of incidents. */
export interface IncidentList {
  /** All that the reader may read. */
  readonly workspaces: ReadonlyArray<WorkspaceAlias>
  /** The one that is shown. */
  readonly workspace: WorkspaceAlias
  readonly items: ReadonlyArray<IncidentWithTeam>
  /** Where the next page begins, sealed. */
  readonly continuation?: string
  readonly asOf: Timestamp
}

/** As the API lists them, for the reader. An address that is a day old begins again with the first page. */
export const readList = Effect.fnUntraced(function* (session: Session, query: ListQuery) {
  const workspaces = yield* listWorkspaces(session)
  yield* Effect.fromResult(canReadSomewhere(session.caller, workspaces))
  const [first] = workspaces
  const workspace = query.workspace ?? first
  if (workspace === undefined) return yield* Effect.die(new Error("Nothing is readable, and that was allowed."))
  const next = yield* Effect.orElseSucceed(openContinuation("incidents", query.pages.at(-1)), () => undefined)
  const page = yield* listIncidents(session, {
    workspace,
    filter: filterOf(query),
    order: query.order,
    top: rowsPerPage,
    ...defined({ next })
  })
  const list: IncidentList = {
    workspaces,
    workspace,
    items: page.items,
    ...defined({ continuation: yield* sealContinuation("incidents", page.next) }),
    asOf: yield* now
  }
  return list
})
