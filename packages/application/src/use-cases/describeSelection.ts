import { defined } from "@incident-teams/domain/defined"
import type { Principal } from "@incident-teams/domain/favorites/Principal"
import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { Directory, type DirectoryPerson } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { allowDirectorySearch } from "./directoryAccess.ts"
import { type Brought, broughtBy } from "./groupSize.ts"
import { refusalOf, warningOf } from "./named.ts"

/** A person or group that is chosen for a team, with what is to be known before the request is sent. */
export interface Selected extends Brought {
  readonly principal: Principal
  readonly warning?: string
  /** Where mail reaches the person, or else the name that they sign in with: two people may have one name. */
  readonly address?: string
  readonly jobTitle?: string
  readonly guest?: boolean
}

export interface Chosen {
  readonly people: ReadonlyArray<PersonId>
  readonly groups: ReadonlyArray<GroupId>
  /** Whose people they are to be, so that the team's owners may ask. */
  readonly team?: TeamId
}

/** Those of the chosen whom the directory knows, people first, each with the refusal or warning that would follow. */
export const describeSelection = Effect.fn("describeSelection")(function* (session: Session, chosen: Chosen) {
  if (chosen.people.length + chosen.groups.length === 0) return []
  yield* allowDirectorySearch(session, chosen)
  return yield* described(chosen)
})

/** The same for callers who were allowed to ask already. */
export const described = Effect.fnUntraced(function* ({ people, groups }: Chosen) {
  const directory = yield* Directory
  const [knownPeople, knownGroups] = yield* Effect.all([
    people.length === 0 ? Effect.succeed([]) : directory.people(people),
    groups.length === 0 ? Effect.succeed([]) : directory.groups(groups)
  ])
  const sized = yield* Effect.forEach(
    knownGroups,
    ({ id, name }) =>
      Effect.map(broughtBy(id), (brought): Selected => ({ principal: { _tag: "Group", id, name }, ...brought })),
    { concurrency: 4 }
  )
  return [...knownPeople.map(describedPerson), ...sized]
})

export const describedPerson = (person: DirectoryPerson): Selected => ({
  principal: { _tag: "Person", id: person.id, name: person.name },
  address: person.mail ?? person.userPrincipalName,
  guest: person.guest,
  ...defined({ jobTitle: person.jobTitle, refusal: refusalOf(person), warning: warningOf(person) })
})
