import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { incidentsWrite, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { canChangeTeam, canSearchDirectory } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Option, Result } from "effect"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import { Directory } from "../ports/Directory.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import type { Session } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { teamChangeFacts } from "./standing.ts"

/**
 * Refuses callers who may not search the directory. `team`: whose people the search is for, so that its owners may
 * search without a right in Sentinel. Without `search`, none can be named. The account is read each time: it may have
 * been disabled a moment ago.
 */
export const allowDirectorySearch = Effect.fn("allowDirectorySearch")(function* (
  session: Session,
  search?: { readonly team?: TeamId | undefined }
) {
  const { caller } = session
  const account =
    caller._tag === "User" ? Option.getOrUndefined(yield* (yield* Directory).person(caller.id)) : undefined
  const facts = { caller, account, writes: true, changesTeam: undefined }
  // Without a fitting account or app role, Azure isn't asked.
  yield* Effect.fromResult(canSearchDirectory(facts))
  const writes = yield* writesSomewhere(session)
  const changesTeam = search && !writes && search.team !== undefined && (yield* changes(session, search.team))
  yield* Effect.fromResult(canSearchDirectory({ ...facts, writes, changesTeam }))
})

/** Whether the caller may write incidents on some workspace. One that can't be asked counts only where none grants it. */
const writesSomewhere = Effect.fnUntraced(function* (session: Session) {
  const source = yield* AzureRightsSource
  const { workspaces } = yield* IncidentSource
  const answers = yield* Effect.forEach(
    workspaces,
    ({ alias }) =>
      source.rightsOf(session, alias).pipe(
        // It is one of those that are configured.
        Effect.catchTag("UnknownWorkspace", Effect.die),
        Effect.map((rights) => isGranted(rights, incidentsWrite)),
        Effect.result
      ),
    { concurrency: 4 }
  )
  if (answers.some((answer) => Result.isSuccess(answer) && answer.success)) return true
  yield* Effect.forEach(answers, (answer) => Effect.fromResult(answer))
  return false
})

const changes = Effect.fnUntraced(function* (session: Session, id: TeamId) {
  const stored = yield* (yield* TeamStore).load(id)
  return Option.isSome(stored) && Result.isSuccess(canChangeTeam(yield* teamChangeFacts(session, stored.value)))
})
