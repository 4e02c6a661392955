import { Schema } from "effect"

/** Something that is done once and may be refused without stopping the rest. */
export const Task = Schema.TaggedUnion({
  NotRequested: {},
  Pending: {},
  Done: {},
  Refused: { reason: Schema.String }
})
export type Task = typeof Task.Type
