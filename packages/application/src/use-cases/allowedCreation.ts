import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import { NotAllowed } from "@incident-teams/domain/permissions/NotAllowed"
import { canCreateTeam } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Option } from "effect"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { workspaceFacts } from "./standing.ts"

/**
 * The naming policy and the caller as the directory knows them (undefined for an application), if the caller may
 * create a team for this incident with this owner. What Graph would see to for a person is asked here: an account that
 * was disabled or deleted creates nothing, however long its token still holds.
 */
export const allowedCreation = Effect.fnUntraced(function* (
  session: Session,
  incident: IncidentId,
  owner: PersonId | undefined
) {
  const { caller } = session
  const directory = yield* Directory
  const facts = yield* workspaceFacts(session, incident)
  const { creation, naming } = yield* (yield* CreationPolicy).read()
  const creator = caller._tag === "User" ? Option.getOrUndefined(yield* directory.person(caller.id)) : undefined
  const memberOf =
    caller._tag === "User" && creation._tag === "MembersOf"
      ? yield* directory.memberOf(caller.id, [creation.group])
      : []
  yield* Effect.fromResult(
    canCreateTeam({
      ...facts,
      policy: creation,
      creator: { guest: creator?.guest ?? false, memberOf },
      ...(owner === undefined ? {} : { owner })
    })
  )
  if (caller._tag === "User" && creator?.enabled !== true) {
    return yield* new NotAllowed({
      who: caller.name,
      what: `create a team for an incident of the workspace ${facts.workspace}`,
      needs: "an enabled account in the tenant's directory",
      remedy: "Ask an admin of the tenant to enable the account."
    })
  }
  return { naming, creator }
})
