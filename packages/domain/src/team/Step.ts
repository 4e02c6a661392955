import { Schema } from "effect"
import { GroupId } from "../ids/GroupId.ts"

/** Which way an operation moves the team. */
export const Direction = Schema.Literals(["archive", "unarchive"])
export type Direction = typeof Direction.Type

/**
 * One call to the outside, chosen by `nextStep`. Writes are recorded as an attempt before they are made; reads
 * (ExpandGroup, AwaitOperation, Verify, Observe) and GiveUp, which calls nothing, are not.
 */
export const Step = Schema.TaggedUnion({
  /** Find or upsert the group by its key. `recover`: an earlier try may have made it, so look first. */
  EnsureGroup: { recover: Schema.Boolean },
  /** Put the team on the group. */
  EnsureTeam: {},
  /** Make the standby owners owners: archiving needs one. */
  EnsureOwner: {},
  /** Read who is in an asked group. */
  ExpandGroup: { group: GroupId },
  /** Add the people of one or more chunks (at most 200 in all). */
  AddMembers: { chunks: Schema.NonEmptyArray(Schema.Int) },
  /** Remove the people of one or more chunks (at most 20 in all). */
  RemoveMembers: { chunks: Schema.NonEmptyArray(Schema.Int) },
  InstallApp: {},
  /** Pin the Incident page. */
  PinPage: {},
  Rename: {},
  /** Put the team's link on the incident as a comment. */
  Announce: {},
  Archive: {},
  Unarchive: {},
  /** Bring a deleted team back. */
  Restore: {},
  /** Ask how the operation of an attempt is doing; what the team reads is asked too where it may stand in. */
  AwaitOperation: { attempt: Schema.Int, operation: Schema.String, read: Schema.Boolean },
  /** Close an attempt that left no operation to follow. */
  GiveUp: { attempt: Schema.Int },
  /** Read the team: is it there, is it archived, who is in it. */
  Verify: {},
  /** Read the incident again. */
  Observe: {}
})
export type Step = typeof Step.Type
export type StepName = Step["_tag"]

export const StepName = Schema.Literals([
  "EnsureGroup",
  "EnsureTeam",
  "EnsureOwner",
  "ExpandGroup",
  "AddMembers",
  "RemoveMembers",
  "InstallApp",
  "PinPage",
  "Rename",
  "Announce",
  "Archive",
  "Unarchive",
  "Restore",
  "AwaitOperation",
  "GiveUp",
  "Verify",
  "Observe"
])

/** The direction of a step that starts an operation on the platform; undefined for every other step. */
export const directionOf = (step: StepName): Direction | undefined =>
  step === "Archive" ? "archive" : step === "Unarchive" ? "unarchive" : undefined

/** A step that changes something outside, hence is recorded as an attempt before it is made. */
export const isWrite = (step: Step): boolean => {
  switch (step._tag) {
    case "EnsureGroup":
    case "EnsureTeam":
    case "EnsureOwner":
    case "AddMembers":
    case "RemoveMembers":
    case "InstallApp":
    case "PinPage":
    case "Rename":
    case "Announce":
    case "Archive":
    case "Unarchive":
    case "Restore":
      return true
    case "ExpandGroup":
    case "AwaitOperation":
    case "GiveUp":
    case "Verify":
    case "Observe":
      return false
  }
}
