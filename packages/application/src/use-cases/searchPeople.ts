import { Effect } from "effect"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { refusalOf, warningOf } from "./named.ts"

/** People and groups whose name or address begins with `text`. Any caller of the tenant may, as in Teams itself. */
export const searchPeople = Effect.fn("searchPeople")(function* (_session: Session, text: string, limit: number) {
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
