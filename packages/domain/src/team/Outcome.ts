import { Schema } from "effect"
import { PersonId } from "../ids/PersonId.ts"
import { PlatformTeamId } from "../ids/PlatformTeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { IncidentObservation } from "../incident/IncidentObservation.ts"
import { Person } from "./Person.ts"

/** Somebody the platform or the directory refused, by name where it is known, and why. */
export const RefusedPerson = Schema.Struct({ id: PersonId, name: Schema.String, reason: Schema.String })
export type RefusedPerson = typeof RefusedPerson.Type

/** What a team read as. */
export const Reading = Schema.TaggedUnion({
  Present: { archived: Schema.Boolean, owners: Schema.Array(PersonId), members: Schema.Int },
  /** Neither the team nor its group is there. `namesake`: another group bears our key. */
  Missing: { namesake: Schema.optionalKey(PlatformTeamId) }
})
export type Reading = typeof Reading.Type

/** What became of one step. */
export const Outcome = Schema.TaggedUnion({
  /** `found`: it was there already, so its name may be somebody's. */
  GroupEnsured: { platformTeamId: PlatformTeamId, found: Schema.Boolean },
  /** A group bears our key but isn't one that we can put a team on. */
  GroupUnusable: { reason: Schema.String, remedy: Schema.String },
  TeamEnsured: { link: Schema.String },
  OwnersEnsured: { owners: Schema.Array(PersonId) },
  /**
   * Everybody in the group once, nested groups included: `refused` are those who can't be members, `known` those who
   * are meant to be in the team already, by name or with another group.
   */
  GroupExpanded: {
    people: Schema.Array(Person),
    refused: Schema.Array(RefusedPerson),
    known: Schema.Array(Person)
  },
  /** Of each chunk: who is done, who was refused for good, and who failed in a way that may pass. */
  PeopleAnswered: {
    chunks: Schema.Array(
      Schema.Struct({
        chunk: Schema.Int,
        done: Schema.Array(PersonId),
        refused: Schema.Array(RefusedPerson),
        unanswered: Schema.Array(RefusedPerson)
      })
    )
  },
  /** InstallApp, PinPage, Announce. */
  TaskDone: {},
  Renamed: { name: Schema.String, description: Schema.String },
  /** Archive, Unarchive: begun; `operation` is absent where the platform named none. */
  Accepted: { operation: Schema.optionalKey(Schema.String) },
  /** Archive, Unarchive: done at once, where the platform makes no operation of it. */
  Done: {},
  /** `archived`: what the team reads, where that was asked for or the operation isn't known any more. */
  OperationRead: {
    status: Schema.Literals(["running", "succeeded", "failed", "vanished"]),
    reason: Schema.optionalKey(Schema.String),
    archived: Schema.optionalKey(Schema.Boolean)
  },
  /** `began`: when the read began; it settles only what was due by then. */
  TeamRead: { reading: Reading, began: Timestamp },
  IncidentRead: { observation: IncidentObservation },
  Restored: {},
  /** Nothing to follow, nothing to call: the attempt is closed. */
  GivenUp: {},

  /** The platform is not ready for this step yet; nothing was changed. */
  NotYet: { reason: Schema.String, afterMillis: Schema.optionalKey(Schema.Int) },
  /** Failed without effect, may pass. `afterMillis`: what the platform asked for (Retry-After). */
  FailedForNow: { reason: Schema.String, afterMillis: Schema.optionalKey(Schema.Int) },
  /** No answer, or an answer that doesn't tell: it may have taken effect. */
  Unknown: { reason: Schema.String },
  /** Refused; asking again without a change would be refused again. */
  Refused: { reason: Schema.String, remedy: Schema.String },
  /** Archive and unarchive need an owner. */
  NoOwner: {},
  /** Team and group were not there. */
  Gone: {}
})
export type Outcome = typeof Outcome.Type
