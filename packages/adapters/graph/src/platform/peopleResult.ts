import { personIdOf } from "@incident-teams/domain/ids/directoryIds"
import type { Person } from "@incident-teams/domain/team/Person"
import { Option, Schema } from "effect"

/** One entry of the answer to members/add and members/remove (Graph: conversationmembers-add). */
export const PersonResult = Schema.Struct({
  userId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  error: Schema.optionalKey(Schema.NullOr(Schema.Struct({ code: Schema.optionalKey(Schema.NullOr(Schema.String)) })))
})
export type PersonResult = typeof PersonResult.Type

/** What became of one person. `code`: why not; empty where the platform named no reason. */
export type PersonVerdict =
  | { readonly _tag: "Done"; readonly person: Person }
  | { readonly _tag: "Failed"; readonly person: Person; readonly code: string }
  /** The answer is ambiguous: entries without a user id disagree. */
  | { readonly _tag: "Unknown"; readonly person: Person }

const codeOf = (result: PersonResult): string | undefined =>
  result.error === undefined || result.error === null ? undefined : (result.error.code ?? "")

const verdictOf = (person: Person, code: string | undefined): PersonVerdict =>
  code === undefined ? { _tag: "Done", person } : { _tag: "Failed", person, code }

/**
 * Each person's own result. Entries come in any order, and some without the user's id. Those are understood only where
 * they leave no doubt: as many of them as people that nothing else was said about, and all saying the same. Their
 * places are never trusted: a wrong guess would report one person's refusal as another's.
 */
export const peopleResult = (
  people: ReadonlyArray<Person>,
  results: ReadonlyArray<PersonResult>
): ReadonlyArray<PersonVerdict> => {
  const named = new Map(
    results.flatMap((result) =>
      Option.match(personIdOf(result.userId ?? ""), { onNone: () => [], onSome: (id) => [[id, result] as const] })
    )
  )
  const nameless = results.filter(({ userId }) => Option.isNone(personIdOf(userId ?? "")))
  const left = people.filter(({ id }) => !named.has(id))
  const said = new Set(nameless.map(codeOf))
  const clear = nameless.length === left.length && said.size === 1
  return people.map((person) => {
    const result = named.get(person.id)
    if (result !== undefined) return verdictOf(person, codeOf(result))
    return clear ? verdictOf(person, [...said][0]) : { _tag: "Unknown", person }
  })
}
