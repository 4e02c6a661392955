import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { allowDirectorySearch } from "./directoryAccess.ts"
import { refusalOf, warningOf } from "./named.ts"

export interface SearchPeople {
  /** The beginning of a name or address. */
  readonly text: string
  /** 1 to 50, of people and of groups. */
  readonly limit: number
  /** Whose people the search is for. */
  readonly team?: TeamId
}

/** People and groups whose name or address begins with a text. */
export const searchPeople = Effect.fn("searchPeople")(function* (
  session: Session,
  { text, limit, team }: SearchPeople
) {
  yield* allowDirectorySearch(session, { team })
  const directory = yield* Directory
  const [people, groups] = yield* Effect.all(
    [directory.searchPeople(text, limit), directory.searchGroups(text, limit)],
    { concurrency: 2 }
  )
  return {
    people: people.map((person) => ({ person, refusal: refusalOf(person), warning: warningOf(person) })),
    groups
  }
})
