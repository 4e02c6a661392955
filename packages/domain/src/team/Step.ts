import { Schema, Struct } from "effect"
import { GroupId } from "../ids/directoryIds.ts"
import { IncidentId } from "../ids/IncidentId.ts"

/** Which way an operation moves the team. */
export const Direction = Schema.Literals(["archive", "unarchive"])
export type Direction = typeof Direction.Type

/**
 * Something beside the team that is done once and may be refused without stopping the rest: installing the app, pinning
 * the Incident page, posting the team's link on the incident as a comment.
 */
export const Chore = Schema.Literals(["app", "page", "announcement"])
export type Chore = typeof Chore.Type

export const isChore = Schema.is(Chore)

/** A value for each chore. */
export const perChore = <A>(valueOf: (chore: Chore) => A): Readonly<Record<Chore, A>> =>
  // Object.fromEntries forgets which keys it was given.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(Chore.literals.map((chore) => [chore, valueOf(chore)])) as Record<Chore, A>

/** An incident as people know it. */
export const NumberedIncident = Schema.Struct({ id: IncidentId, number: Schema.Int })
export type NumberedIncident = typeof NumberedIncident.Type

/** A call that changes something outside. It is recorded as an attempt before it is made. */
export const Write = Schema.TaggedUnion({
  /** Find or upsert the group by its key. `recover`: an earlier try may have created it, so search for it first. */
  EnsureGroup: { recover: Schema.Boolean },
  /** Put the team on the group. */
  EnsureTeam: {},
  /** Make one standby owner an owner of a team that has none: archiving needs one. */
  EnsureOwner: {},
  /** Add the people of one or more chunks (at most 200 in all). */
  AddMembers: { chunks: Schema.NonEmptyArray(Schema.Int) },
  /** Remove the people of one or more chunks (at most 20 in all). */
  RemoveMembers: { chunks: Schema.NonEmptyArray(Schema.Int) },
  /** `incident`: the linked one that the chore is about; absent: it is about the team, or the incident that it was created for. */
  Do: { chore: Chore, incident: Schema.optionalKey(NumberedIncident) },
  Rename: {},
  Archive: {},
  Unarchive: {},
  /** Bring a deleted team back. */
  Restore: {},
  /** Move the date on which the tenant's expiration policy deletes the team. */
  Renew: {}
})
export type Write = typeof Write.Type

/**
 * A call that changes nothing on the platform, hence is no attempt. GiveUp calls nothing at all; Link and Unlink change
 * the record of another incident, and may be repeated.
 */
export const Read = Schema.TaggedUnion({
  /** Read the members of a requested group. */
  ExpandGroup: { group: GroupId },
  /** Ask how an attempt's operation is doing; the team is read too where its state may stand in for the answer. */
  AwaitOperation: { attempt: Schema.Int, operation: Schema.String, read: Schema.Boolean },
  /** Close an attempt that left no operation to follow. */
  GiveUp: { attempt: Schema.Int },
  /** Read the team: does it exist, is it archived, who is in it. */
  Verify: {},
  /** Read when the tenant's expiration policy deletes the team, after a check couldn't. */
  ReadExpiration: {},
  /** Read an incident again; absent: the lead. */
  Observe: { incident: Schema.optionalKey(IncidentId) },
  /** Store under the incident's own id that this team serves it, or merge the team that is stored there. */
  Link: { link: Schema.Int },
  /** Remove that again. */
  Unlink: { link: Schema.Int },
  /** Find the incident that this one was merged into, and the team that serves it. */
  FollowMerge: { incident: IncidentId },
  /** Ask the team that this one was merged into whether it serves its incidents. */
  ConfirmMerge: {}
})
export type Read = typeof Read.Type

/** One call to the outside, chosen by `nextStep`. */
export const Step = Schema.Union([Write, Read])
export type Step = typeof Step.Type

export const isWrite = (step: Step): step is Write => step._tag in Write.cases

/** What a step is waited for and logged under: a chore's own name, or that of the step. */
export const StepName = Schema.Literals([
  ...Struct.keys(Struct.omit(Write.cases, ["Do"])),
  ...Chore.literals,
  ...Struct.keys(Read.cases)
])
export type StepName = typeof StepName.Type

export const stepName = (step: Step): StepName => (step._tag === "Do" ? step.chore : step._tag)

export const moves = ["Archive", "Unarchive"] as const

/** The direction of a step that starts an operation on the platform; undefined for every other step. */
export const directionOf = (step: Step["_tag"] | StepName): Direction | undefined =>
  step === "Archive" ? "archive" : step === "Unarchive" ? "unarchive" : undefined
