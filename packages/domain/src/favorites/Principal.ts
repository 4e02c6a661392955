import { Schema } from "effect"
import { GroupId, PersonId } from "../ids/directoryIds.ts"

/** A person or a group that can be put into a team, by the name that it had when it was chosen. */
export const Principal = Schema.TaggedUnion({
  Person: { id: PersonId, name: Schema.String },
  Group: { id: GroupId, name: Schema.String }
})
export type Principal = typeof Principal.Type

/** A person or group, independent of its current name. */
export type PrincipalRef =
  | { readonly _tag: "Person"; readonly id: PersonId }
  | { readonly _tag: "Group"; readonly id: GroupId }

export const isSamePrincipal = (one: PrincipalRef, other: PrincipalRef): boolean =>
  one._tag === other._tag && one.id === other.id
