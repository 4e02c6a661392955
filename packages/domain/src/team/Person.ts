import { Schema } from "effect"
import { ApplicationId, GroupId, PersonId } from "../ids/directoryIds.ts"

/** A person as the roster knows one. The name is what the directory said when it was last asked. */
export const Person = Schema.Struct({ id: PersonId, name: Schema.String })
export type Person = typeof Person.Type

/** A directory group whose members are to be copied into the team. Later changes of the group are not followed. */
export const Group = Schema.Struct({ id: GroupId, name: Schema.String })
export type Group = typeof Group.Type

/** Who did something, for the timeline. */
export const Actor = Schema.TaggedUnion({
  User: { id: PersonId, name: Schema.String },
  Application: { id: ApplicationId, name: Schema.String },
  /** Incident Teams itself: what follows from the incident or from the platform. */
  System: {}
})
export type Actor = typeof Actor.Type
