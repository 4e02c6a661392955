import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { changeTeamBy } from "../changes/decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { namedGroups, namedPeople } from "./named.ts"
import { actorOf } from "./standing.ts"

export interface AddPeople {
  readonly people: ReadonlyArray<PersonId>
  readonly groups: ReadonlyArray<GroupId>
}

/** Adds people; those whom the platform refuses are reported by name and don't hold up the others. */
export const addPeople = Effect.fn("addPeople")(function* (session: Session, id: TeamId, request: AddPeople) {
  yield* changeableTeam(session, id)
  // Looked up once, however often a conflict makes us decide again, and not at all for a request that was answered before.
  const asked = yield* Effect.cached(
    Effect.all({ named: namedPeople(request.people, "people"), groups: namedGroups(request.groups) })
  )
  return yield* changeTeamBy(id, (_, at) =>
    Effect.map(asked, ({ named: { people, refused, warnings }, groups }) => ({
      commands: [{ _tag: "AddPeople", people, refused, groups, by: actorOf(session), at }],
      warnings
    }))
  )
})
