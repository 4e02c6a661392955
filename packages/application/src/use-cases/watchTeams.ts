import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { AzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { canReadIncident, canReadWorkspace } from "@incident-teams/domain/permissions/Permissions"
import { Effect, type Option, Result, Stream } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { type LiveChange, LiveChanges } from "../live/LiveChanges.ts"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { IncidentSource, UnknownWorkspace } from "../ports/IncidentSource.ts"
import type { Session, Visitor } from "../ports/Session.ts"
import type { Stored } from "../ports/TeamStore.ts"
import { readableTeam } from "./getTeam.ts"
import { standingIn } from "./standing.ts"

/** Milliseconds. What a caller may is asked again after so long, for as long as they watch. */
const rightsRemembered = 30_000

/**
 * Live changes of every team that the caller may read, and of every incident in workspaces that they may read, in one
 * workspace or in all. A workspace that the caller names
 * they have to be allowed to read. Members of a team see its changes without any right on the workspace, so a person may
 * always watch all; an application that may read none may not.
 */
export const watchTeams = Effect.fn("watchTeams")(function* (
  session: Session,
  workspace: WorkspaceAlias | undefined,
  cursor: Option.Option<string>
) {
  const { caller } = session
  const live = yield* LiveChanges
  const served = (yield* IncidentSource).workspaces.map(({ alias }) => alias)
  if (workspace !== undefined && !served.includes(workspace)) return yield* new UnknownWorkspace({ workspace })
  if (caller._tag === "Application" || workspace !== undefined) {
    const rights = yield* AzureRightsSource
    const answers = yield* Effect.forEach(workspace === undefined ? served : [workspace], (alias) =>
      Effect.map(rights.rightsOf(session, alias), (granted) =>
        canReadWorkspace({ caller, workspace: alias, rights: granted })
      )
    )
    if (!answers.some(Result.isSuccess)) yield* Effect.all(answers.map((answer) => Effect.fromResult(answer)))
  }
  yield* live.room(caller.id)
  const reader = readerFor(session)
  return live.follow(caller.id, cursor).pipe(
    Stream.filterEffect((change) => {
      if (change._tag !== "Changed" && change._tag !== "IncidentChanged") return Effect.succeed(true)
      const where =
        change._tag === "Changed" ? workspaceOf(change.stored) : partsOfIncidentId(change.incident.id).workspace
      if (workspace !== undefined && where !== workspace) return Effect.succeed(false)
      return change._tag === "Changed" ? reader.mayReadTeam(change.stored) : reader.mayReadIncidents(where)
    })
  )
})

/** Live changes of one team, for as long as the caller may read it. */
export const watchTeam = Effect.fn("watchTeam")(function* (
  visitor: Visitor,
  id: TeamId,
  cursor: Option.Option<string>
) {
  const live = yield* LiveChanges
  yield* readableTeam(visitor, id)
  yield* live.room(visitor.caller.id)
  const reader = readerFor(visitor)
  return live.follow(visitor.caller.id, cursor).pipe(
    Stream.filter((change: LiveChange) =>
      change._tag === "Changed" ? change.stored.id === id : change._tag !== "IncidentChanged"
    ),
    Stream.takeWhileEffect((change) =>
      change._tag === "Changed" ? reader.mayReadTeam(change.stored) : Effect.succeed(true)
    )
  )
})

const workspaceOf = ({ team }: Stored): WorkspaceAlias => partsOfIncidentId(team.incident.id).workspace

/** What the caller may read, checked again for each change; only what Azure says is remembered for a while. */
const readerFor = (visitor: Visitor) => {
  const known = new Map<WorkspaceAlias, { readonly until: Timestamp; readonly rights: AzureRights }>()
  const rightsOn = Effect.fnUntraced(function* (workspace: WorkspaceAlias) {
    const at = yield* now
    const before = known.get(workspace)
    if (before !== undefined && before.until > at) return before.rights
    const rights = yield* (yield* AzureRightsSource).rightsOf(visitor, workspace)
    known.set(workspace, { until: plus(at, rightsRemembered), rights })
    return rights
  })
  const factsOn = (workspace: WorkspaceAlias) =>
    Effect.map(rightsOn(workspace), (rights) => ({ caller: visitor.caller, workspace, rights }))
  const mayReadIncidents = (workspace: WorkspaceAlias) =>
    Effect.map(factsOn(workspace), (facts) => Result.isSuccess(canReadWorkspace(facts)))
  const mayReadTeam = Effect.fnUntraced(function* (stored: Stored) {
    const workspace = workspaceOf(stored)
    if (yield* mayReadIncidents(workspace)) return true
    const facts = yield* factsOn(workspace)
    return Result.isSuccess(canReadIncident({ ...facts, standing: yield* standingIn(visitor, stored) }))
  })
  return { mayReadIncidents, mayReadTeam }
}
