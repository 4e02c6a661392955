import { Schema } from "effect"
import { ApplicationIdOnWire, GroupIdOnWire, PersonIdOnWire } from "./Ids.ts"

const name = Schema.String.annotate({
  description: "The display name when it was last read from the directory.",
  examples: ["Ana Sample"]
})

export const PersonName = Schema.Struct({ id: PersonIdOnWire, name })
export type PersonName = typeof PersonName.Type

export const GroupName = Schema.Struct({ id: GroupIdOnWire, name })
export type GroupName = typeof GroupName.Type

/** A person or a group that can be put into a team. */
export const PrincipalView = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("person"), id: PersonIdOnWire, name }),
  Schema.Struct({ kind: Schema.Literal("group"), id: GroupIdOnWire, name })
]).annotate({ identifier: "Principal" })
export type PrincipalView = typeof PrincipalView.Type

/** The person or application that did something; `system` for Incident Teams itself. */
export const ActorView = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("person"), id: PersonIdOnWire, name }),
  Schema.Struct({ kind: Schema.Literal("application"), id: ApplicationIdOnWire, name }),
  Schema.Struct({ kind: Schema.Literal("system") })
]).annotate({ identifier: "Actor" })
export type ActorView = typeof ActorView.Type
