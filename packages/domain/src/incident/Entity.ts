import { Schema } from "effect"

/**
 * Something that an incident is about: an account, a host, an address, a file.
 * The kinds are open (22 are documented), so an entity is its kind, a name to show, and what Sentinel says about it.
 */
export const Entity = Schema.Struct({
  id: Schema.String,
  /** Such as `Account`, `Host`, `Ip`, `Url`. */
  kind: Schema.String,
  name: Schema.String,
  /** By Sentinel's property names, `additionalData` included. All texts may come from an attacker. */
  properties: Schema.Record(Schema.String, Schema.Json)
})
export type Entity = typeof Entity.Type
