import type { PrincipalRef } from "@incident-teams/domain/favorites/Principal"
import { type GroupId, groupIdOf, type PersonId, personIdOf } from "@incident-teams/domain/ids/directoryIds"
import { Option } from "effect"

/** The people and groups that a form has selected. */
export interface Picked {
  readonly people: ReadonlyArray<PersonId>
  readonly groups: ReadonlyArray<GroupId>
}

/** More than any form selects; what is beyond isn't looked at. */
const most = 1_000

/** A person or group as a field names it: `Person:<id>` or `Group:<id>`. */
export const referenceOf = ({ _tag, id }: PrincipalRef): string => `${_tag}:${id}`

const principalNamed = (text: string): Option.Option<PrincipalRef> => {
  const [, kind, id = ""] = /^(Person|Group):(.{1,64})$/u.exec(text) ?? []
  if (kind === "Person") return Option.map(personIdOf(id), (person) => ({ _tag: "Person", id: person }))
  return kind === "Group" ? Option.map(groupIdOf(id), (group) => ({ _tag: "Group", id: group })) : Option.none()
}

/** Those that the fields of this name select, each once, in the order of selection. */
export const pickedIn = (given: URLSearchParams, field = "chosen"): Picked => {
  const all = [...new Set(given.getAll(field).slice(0, most))].flatMap((text) => Option.toArray(principalNamed(text)))
  return {
    people: [...new Set(all.flatMap((one) => (one._tag === "Person" ? [one.id] : [])))],
    groups: [...new Set(all.flatMap((one) => (one._tag === "Group" ? [one.id] : [])))]
  }
}

/** What a button of a selection asks for; none for the button that sends the form. */
export const stepOf = (
  given: URLSearchParams
): Option.Option<
  { readonly _tag: "Search" } | { readonly _tag: "add" | "drop" | "star" | "unstar"; readonly who: PrincipalRef }
> => {
  const asked = given.get("do") ?? ""
  if (asked === "search") return Option.some({ _tag: "Search" })
  const [, verb, who = ""] = /^(add|drop|star|unstar) (.+)$/u.exec(asked) ?? []
  return verb === "add" || verb === "drop" || verb === "star" || verb === "unstar"
    ? Option.map(principalNamed(who), (named) => ({ _tag: verb, who: named }))
    : Option.none()
}
