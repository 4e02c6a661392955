import { Schema } from "effect"

/** One thing that is known of an entity. All texts may come from an attacker. */
export const EntityFact = Schema.Struct({
  /** The source's own name for it, such as `upnSuffix` or `location.city`. */
  key: Schema.String,
  /** The same for people to read: `UPN suffix`, `Location, city`. */
  label: Schema.String,
  value: Schema.String
})
export type EntityFact = typeof EntityFact.Type

/** Something that an incident is about: an account, a host, an address, a file. */
export const Entity = Schema.Struct({
  id: Schema.String,
  /** Such as `Account`, `Host`, `Ip`, `Url`. The kinds are open; 22 are documented. */
  kind: Schema.String,
  name: Schema.String,
  /** The most informative comes first; for a kind that is new to us, everything as it came. */
  facts: Schema.Array(EntityFact)
})
export type Entity = typeof Entity.Type

/** How many entities of one kind an incident has. */
export const EntityCount = Schema.Struct({ kind: Schema.String, count: Schema.Natural })
export type EntityCount = typeof EntityCount.Type

/** The counts that follow from a list, each kind where it first comes. */
export const countByKind = (entities: ReadonlyArray<Pick<Entity, "kind">>): ReadonlyArray<EntityCount> => {
  const counts = new Map<string, number>()
  for (const { kind } of entities) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}
