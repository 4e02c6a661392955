import { Schema } from "effect"
import { GroupId } from "../ids/directoryIds.ts"
import { Chore } from "./Step.ts"

/** What a request waits for beside people and groups: a chore, or one of these. */
export const AwaitedTask = Schema.Literals([
  ...Chore.literals,
  "provisioning",
  "desiredState",
  "rename",
  "restoration",
  "links"
])
export type AwaitedTask = typeof AwaitedTask.Type

/** An accepted request, and what of it isn't settled yet. */
export const RunningOperation = Schema.Struct({
  /** Numbers the accepted requests of a team, from 1. */
  number: Schema.Int,
  chunks: Schema.Array(Schema.Int),
  groups: Schema.Array(GroupId),
  tasks: Schema.Array(AwaitedTask)
})
export type RunningOperation = typeof RunningOperation.Type

/** Why a request wasn't carried out. */
export const UnsuccessfulEnd = Schema.TaggedUnion({
  /** Action is needed first. */
  Failed: { reason: Schema.String, remedy: Schema.String },
  /** A later request replaced it. */
  Canceled: { reason: Schema.String }
})
export type UnsuccessfulEnd = typeof UnsuccessfulEnd.Type

/** An operation that ended without success. */
export const UnsuccessfulOperation = Schema.Struct({ number: Schema.Int, end: UnsuccessfulEnd })
export type UnsuccessfulOperation = typeof UnsuccessfulOperation.Type

/**
 * The operations of a team, one for each accepted request. Those that are in neither list succeeded, so that a team with
 * thousands of requests stays small.
 */
export const Operations = Schema.Struct({
  /** How many requests were accepted. */
  accepted: Schema.Int,
  /** In the order of their numbers. */
  running: Schema.Array(RunningOperation),
  /** In the order in which they ended. */
  unsuccessful: Schema.Array(UnsuccessfulOperation),
  /** The end of operations up to this number isn't known any more. */
  forgotten: Schema.Int
})
export type Operations = typeof Operations.Type

export const noOperations: Operations = { accepted: 0, running: [], unsuccessful: [], forgotten: 0 }

/** So many operations without success are remembered, the latest. */
export const unsuccessfulRemembered = 50

export const isSettled = ({ chunks, groups, tasks }: RunningOperation): boolean =>
  chunks.length + groups.length + tasks.length === 0
