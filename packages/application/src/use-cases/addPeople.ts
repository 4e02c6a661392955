import { Effect } from "effect"
import type { GroupId } from "@incident-teams/domain/ids/GroupId"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { changeTeam, type IdempotentRequest } from "../decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { namedGroups, namedPeople } from "./named.ts"
import { actorOf } from "./standing.ts"

export interface AddPeople {
  readonly people: ReadonlyArray<PersonId>
  readonly groups: ReadonlyArray<GroupId>
  readonly idempotent?: IdempotentRequest
}

/** Asks for more people; whoever the platform refuses is reported by name and doesn't hold up the others. */
export const addPeople = Effect.fn("addPeople")(function* (session: Session, id: TeamId, request: AddPeople) {
  yield* changeableTeam(session, id)
  const named = yield* namedPeople(request.people, "people")
  const groups = yield* namedGroups(request.groups)
  const changed = yield* changeTeam(
    id,
    (_, at) => ({
      _tag: "AddPeople",
      people: named.people,
      refused: named.refused,
      groups,
      by: actorOf(session),
      at
    }),
    request.idempotent
  )
  return { changed, warnings: named.warnings }
})
