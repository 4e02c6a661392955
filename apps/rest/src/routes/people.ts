import { defaultFound } from "@incident-teams/api/people/defaultFound"
import { groupSize } from "@incident-teams/application/use-cases/groupSize"
import { searchPeople } from "@incident-teams/application/use-cases/searchPeople"
import { defined } from "@incident-teams/domain/defined"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"

export const people: HandlersOf<"people"> = {
  search: Effect.fnUntraced(function* ({ session, query }) {
    const answer = yield* searchPeople(session, {
      text: query.search.trim(),
      limit: query.top ?? defaultFound,
      ...defined({ team: query.team })
    })
    return {
      people: answer.people.map(({ person, refusal, warning }) => ({
        id: person.id,
        name: person.name,
        userPrincipalName: person.userPrincipalName,
        ...defined({ mail: person.mail, jobTitle: person.jobTitle }),
        guest: person.guest,
        ...defined({ refusal, warning })
      })),
      groups: answer.groups
    }
  }),

  group: ({ session, params: { groupId }, query }) =>
    Effect.map(groupSize(session, groupId, query.team), ({ group: { id, name }, brought }) => ({
      id,
      name,
      ...brought
    }))
}
