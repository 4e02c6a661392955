import { canSearchDirectory } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { refusalOf, warningOf } from "./named.ts"

/** People and groups whose name or address begins with `text`. */
export const searchPeople = Effect.fn("searchPeople")(function* ({ caller }: Session, text: string, limit: number) {
  yield* Effect.fromResult(canSearchDirectory(caller))
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
